using TenantGateway.Load.Drivers;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Processes;

namespace TenantGateway.Load.Series;

/// <summary>The gateway at three quarters of what it gets done, for minutes: what it holds must not grow.</summary>
internal sealed class SoakSeries(LoadWorld world)
{
    private const double Part = 0.75;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    public async Task<SoakResult> RunAsync(GatewayPeer gateway, double saturation, TimeSpan time, CancellationToken cancellationToken)
    {
        var injector = new OpenInjector(new Uri(gateway.Address, ClosedDrive.Path), world.Token(), Contact.At(1));
        var rate = (int)(saturation * Part);
        var load = injector.RunAsync(rate, time, cancellationToken);
        var samples = new List<SoakSample>();
        for (var seconds = 0.0; !load.IsCompleted; seconds += Between.TotalSeconds)
        {
            samples.Add(await SampleAsync(gateway, seconds, cancellationToken));
            await Task.WhenAny(load, Task.Delay(Between, cancellationToken));
        }

        return new SoakResult(await load, samples);
    }

    private static async Task<SoakSample> SampleAsync(GatewayPeer gateway, double seconds, CancellationToken cancellationToken) => new()
    {
        Seconds = seconds,
        ResidentMegabytes = gateway.Gateway.Memory.Now,
        Gen2Megabytes = await gateway.MetricAsync("dotnet_gc_last_collection_heap_size_bytes", "gc_heap_generation=\"gen2\"", cancellationToken) / (1 << 20),
        Handles = Directory.GetFiles($"/proc/{gateway.Gateway.ProcessId}/fd").Length,
        IndexBehind = await gateway.MetricAsync("tenantgateway_audit_index_behind", "", cancellationToken),
    };
}
