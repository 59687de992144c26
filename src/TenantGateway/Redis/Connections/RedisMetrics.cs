using System.Diagnostics.Metrics;

namespace TenantGateway.Redis.Connections;

/// <summary>Whether Redis is there, and what goes over it: meter <c>TenantGateway</c>.</summary>
internal sealed class RedisMetrics
{
    private readonly Counter<long> _notices;
    private volatile Func<bool>? _isUp;

    public RedisMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("TenantGateway");
        meter.CreateObservableGauge("tenantgateway.redis.up", () => _isUp is { } isUp ? [new Measurement<int>(isUp() ? 1 : 0)] : Array.Empty<Measurement<int>>(), description: "1 while Redis answers; absent where there is none.");
        _notices = meter.CreateCounter<long>("tenantgateway.redis.notices", "{notice}", "Notices of changes, by result: told, lost, heard, garbled.");
    }

    public void Observe(Func<bool> isUp) => _isUp = isUp;

    public void CountNotice(string result) => _notices.Add(1, new KeyValuePair<string, object?>("result", result));
}
