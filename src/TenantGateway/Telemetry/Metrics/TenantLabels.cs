using System.Collections.Concurrent;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Telemetry.Metrics;

/// <summary>
/// Gives the first tenants that come, up to a number, labels of their own, and all others one together. First come, because it is only those
/// who are active that anybody looks at, and because a label once given must stay for as long as the process counts.
/// </summary>
internal sealed class TenantLabels(int limit)
{
    public const string Other = "_other";

    private readonly ConcurrentDictionary<TenantId, string> _labels = new();
    private readonly Lock _giving = new();
    private volatile bool _isFull;

    public string Of(TenantId tenant)
    {
        if (_labels.TryGetValue(tenant, out var label)) return label;
        return _isFull ? Other : Give(tenant);
    }

    private string Give(TenantId tenant)
    {
        lock (_giving)
        {
            if (_labels.Count < limit) return _labels.GetOrAdd(tenant, id => id.Value);
            _isFull = true;
            return _labels.GetValueOrDefault(tenant, Other);
        }
    }
}
