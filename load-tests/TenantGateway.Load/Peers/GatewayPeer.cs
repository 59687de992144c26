using System.Globalization;
using TenantGateway.Load.Processes;

namespace TenantGateway.Load.Peers;

/// <summary>The gateway, with nothing switched off.</summary>
internal sealed class GatewayPeer(DeployedGateway gateway, string name = GatewayPeer.FullPath) : Peer
{
    public const string FullPath = "gateway";

    /// <summary>Another build, to compare with.</summary>
    public const string OtherBuild = "other build";

    private const int NearlyAll = 5000;

    private static readonly TimeSpan CatchingUp = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private const string AllocatedMetric = "dotnet_gc_heap_total_allocated_bytes_total";

    public DeployedGateway Gateway => gateway;

    public override string Name => name;

    public override Uri Address => gateway.Address;

    public override bool Protects => true;

    public override TimeSpan Cpu => gateway.Cpu;

    public override TimeSpan CompilerCpu => gateway.ProcessIds.Select(CompilerCpuOf).Aggregate((one, other) => one + other);

    public override async Task<long?> AllocatedAsync(CancellationToken cancellationToken) => (long)await MetricAsync(AllocatedMetric, "", cancellationToken);

    /// <summary>The sum over series of a metric.</summary>
    /// <param name="name">Of the metric, as Prometheus spells it.</param>
    /// <param name="label">What the labels of a series must hold; empty for all series.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<double> MetricAsync(string name, string label, CancellationToken cancellationToken)
    {
        var text = await gateway.MetricsAsync(cancellationToken);
        return text.Split('\n').Where(line => IsOf(line, name) && line.Contains(label, StringComparison.Ordinal)).Sum(ValueOf);
    }

    /// <summary>Waits until the index of the audit log holds nearly all that was recorded, for so long at most as catching up may take.</summary>
    public async Task CaughtUpAsync(CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < CatchingUp && await MetricAsync("tenantgateway_audit_index_behind", "", cancellationToken) > NearlyAll; waited += Pause) await Task.Delay(Pause, cancellationToken);
    }

    private static bool IsOf(string line, string name) => line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is ' ' or '{';

    // name{labels} value time
    private static double ValueOf(string line) =>
        double.Parse(line[(line.LastIndexOf('}') is >= 0 and var end ? end + 1 : line.IndexOf(' ', StringComparison.Ordinal))..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);

    public override ValueTask DisposeAsync() => gateway.DisposeAsync();
}
