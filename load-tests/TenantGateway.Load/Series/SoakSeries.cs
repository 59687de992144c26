using TenantGateway.Load.Drivers;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Processes;
using TenantGateway.Load.Report;

namespace TenantGateway.Load.Series;

/// <summary>The gateway at three quarters of what it gets done, for minutes: what it holds must not grow.</summary>
internal sealed class SoakSeries(LoadWorld world, ClosedDrive drive, LoadOptions options)
{
    private const double Part = 0.75;
    private const int Rounds = 3;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    public async Task<SoakResult> RunAsync(GatewayPeer gateway, CancellationToken cancellationToken)
    {
        var rate = (int)(await SaturationAsync(gateway, cancellationToken) * Part);
        await gateway.CaughtUpAsync(cancellationToken);
        var injector = new OpenInjector(new Uri(gateway.Address, ClosedDrive.Path), world.Token(), Contact.At(1));
        var load = injector.RunAsync(rate, options.Soak, cancellationToken);
        var samples = new List<SoakSample>();
        for (var seconds = 0.0; !load.IsCompleted; seconds += Between.TotalSeconds)
        {
            samples.Add(await SampleAsync(gateway, seconds, cancellationToken));
            await Task.WhenAny(load, Task.Delay(Between, cancellationToken));
        }

        return new SoakResult(await load, samples);
    }

    // What it gets done now: a machine that others use is not as fast as it was at the first round.
    private async Task<double> SaturationAsync(GatewayPeer gateway, CancellationToken cancellationToken)
    {
        var requests = await RequestFiles.WriteAsync(world.Directory, "soak", [world.Token()], [Contact.At(1)]);
        await drive.WarmUpAsync(gateway, requests, options, cancellationToken);
        var rounds = new List<ClosedRound>();
        for (var round = 0; round < Rounds; round++) rounds.Add(await drive.MeasureAsync(gateway, requests, options.Connections, options.SoakRound, cancellationToken));
        return Spread.Of(rounds.Select(round => round.Throughput)).Median;
    }

    private static async Task<SoakSample> SampleAsync(GatewayPeer gateway, double seconds, CancellationToken cancellationToken) => new()
    {
        Seconds = seconds,
        ResidentMegabytes = gateway.Gateway.ResidentMegabytes,
        Gen2Megabytes = await gateway.MetricAsync("dotnet_gc_last_collection_heap_size_bytes", "gc_heap_generation=\"gen2\"", cancellationToken) / (1 << 20),
        Handles = gateway.Gateway.Handles,
        IndexBehind = await gateway.MetricAsync("tenantgateway_audit_index_behind", "", cancellationToken),
    };
}
