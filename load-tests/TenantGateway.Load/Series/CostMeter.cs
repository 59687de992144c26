using TenantGateway.Load.Peers;

namespace TenantGateway.Load.Series;

/// <summary>Sees what gateways cost from the first of some rounds until their indexes have caught up with the last.</summary>
internal sealed class CostMeter
{
    private readonly (GatewayPeer Gateway, TimeSpan Proxy, TimeSpan Admin)[] _before;

    private CostMeter(IEnumerable<GatewayPeer> gateways) => _before = [.. gateways.Select(gateway => (gateway, gateway.Gateway.ProxyCpu, gateway.Gateway.AdminCpu))];

    public static async Task<CostMeter> BeginAsync(IEnumerable<Peer> peers, CancellationToken cancellationToken)
    {
        GatewayPeer[] gateways = [.. peers.OfType<GatewayPeer>()];
        foreach (var gateway in gateways) await gateway.CaughtUpAsync(cancellationToken);
        return new CostMeter(gateways);
    }

    public async Task<IReadOnlyList<WholeCost>> EndAsync(IReadOnlyList<ClosedRound> rounds, CancellationToken cancellationToken)
    {
        var costs = new List<WholeCost>();
        foreach (var (gateway, proxy, admin) in _before)
        {
            await gateway.CaughtUpAsync(cancellationToken);
            var requests = rounds.Where(round => round.Peer == gateway.Name).Sum(round => round.Requests);
            costs.Add(new WholeCost(gateway.Name, (gateway.Gateway.ProxyCpu - proxy).TotalMicroseconds / requests, (gateway.Gateway.AdminCpu - admin).TotalMicroseconds / requests));
        }

        return costs;
    }
}
