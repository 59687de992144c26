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
        (string Name, Uri Target)[] targets = [(NoProxy, new Uri(world.Service, ClosedDrive.Path)), .. peers.Select(peer => (peer.Name, new Uri(peer.Address, ClosedDrive.Path)))];
        var rates = Parts.Select(part => Math.Max(50, (int)(saturation * part / 50) * 50)).ToArray();
        var rounds = new List<LatencyRound>();
        // What the rounds before left to do is done, and what runs at these rates is compiled, the injector's own code included.
        foreach (var gateway in peers.OfType<GatewayPeer>()) await gateway.CaughtUpAsync(cancellationToken);
        foreach (var rate in rates)
        {
            foreach (var (_, target) in targets) await DriveAsync(target, rate, options.LatencyTime, cancellationToken);
        }

        for (var round = 0; round < options.LatencyRounds; round++)
        {
            foreach (var rate in rates)
            {
                var order = new SeededOrder(options.Seed + round);
                foreach (var (name, target) in targets.OrderBy(_ => order.Next()).ToArray())
                    rounds.Add(new LatencyRound(name, round, await DriveAsync(target, rate, options.LatencyTime, cancellationToken)));
            }
        }

        return rounds;
    }

    private Task<OpenFigures> DriveAsync(Uri target, int rate, TimeSpan time, CancellationToken cancellationToken) =>
        new OpenInjector(target, world.Token(), Contact.At(1)).RunAsync(rate, time, cancellationToken);
}
