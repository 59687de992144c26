using TenantGateway.Load.Drivers;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Processes;

namespace TenantGateway.Load.Series;

/// <summary>
/// How long answers take at rates that are the same for gateway and bare YARP, in rounds; and at the same rates without any proxy, which is the share of the injector, the network
/// and the service.
/// </summary>
internal sealed class LatencySeries(LoadWorld world, LoadOptions options)
{
    public const string NoProxy = "no proxy";

    /// <summary>Parts of what the gateway gets done at most.</summary>
    private static readonly double[] Parts = [0.25, 0.5, 0.75];

    public async Task<IReadOnlyList<LatencyRound>> RunAsync(double saturation, IReadOnlyList<Peer> peers, CancellationToken cancellationToken)
    {
        Peer?[] targets = [null, .. peers];
        var rates = Parts.Select(part => Math.Max(50, (int)(saturation * part / 50) * 50)).ToArray();
        var rounds = new List<LatencyRound>();
        // What the rounds before left to do is done, and what runs at these rates is compiled, the injector's own code included.
        foreach (var gateway in peers.OfType<GatewayPeer>()) await gateway.CaughtUpAsync(cancellationToken);
        foreach (var rate in rates)
        {
            foreach (var target in targets) await DriveAsync(target, rate, cancellationToken);
        }

        for (var round = 0; round < options.LatencyRounds; round++)
        {
            foreach (var rate in rates)
            {
                var order = new SeededOrder(options.Seed + round);
                foreach (var target in targets.OrderBy(_ => order.Next()).ToArray())
                {
                    var before = target?.Cpu;
                    var figures = await DriveAsync(target, rate, cancellationToken);
                    rounds.Add(new LatencyRound(target?.Name ?? NoProxy, round, figures, (target?.Cpu - before)?.TotalMicroseconds / figures.Requests));
                }
            }
        }

        return rounds;
    }

    private Task<OpenFigures> DriveAsync(Peer? target, int rate, CancellationToken cancellationToken) =>
        new OpenInjector(new Uri(target?.Address ?? world.Service, ClosedDrive.Path), world.Token(), Contact.At(1)).RunAsync(rate, options.LatencyTime, cancellationToken);
}
