using System.Globalization;
using TenantGateway.Faults.Load;

namespace TenantGateway.Load.Peers;

/// <summary>The gateway, with nothing switched off.</summary>
internal sealed class GatewayPeer(MeasuredGateway gateway) : Peer
{
    public const string FullPath = "gateway";

    private const string AllocatedMetric = "dotnet_gc_heap_total_allocated_bytes_total";

    public MeasuredGateway Gateway => gateway;

    public override string Name => FullPath;

    public override Uri Address => gateway.Data.BaseAddress!; // set by who made it

    public override bool Protects => true;

    public override TimeSpan Cpu => gateway.Cpu;

    public override async Task<long?> AllocatedAsync(CancellationToken cancellationToken) => (long)await MetricAsync(AllocatedMetric, cancellationToken);

    /// <summary>The sum over all series of a metric.</summary>
    public async Task<double> MetricAsync(string name, CancellationToken cancellationToken)
    {
        var text = await gateway.Admin.GetStringAsync("metrics", cancellationToken);
        var values = text.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is ' ' or '{')
            .Select(line => line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Replace(name, "", StringComparison.Ordinal).Trim().Split(' ')[0]).ToArray();
        return values.Length > 0 ? values.Sum(value => double.Parse(value, CultureInfo.InvariantCulture)) : throw new InvalidDataException($"The gateway has no metric {name}.");
    }

    public override ValueTask DisposeAsync() => gateway.DisposeAsync();
}
