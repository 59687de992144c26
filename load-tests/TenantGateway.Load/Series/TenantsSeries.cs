using TenantGateway.Load.Drivers;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Processes;

namespace TenantGateway.Load.Series;

/// <summary>Requests of many tenants in turns, each with a token and keys of its own.</summary>
internal sealed class TenantsSeries(LoadWorld world, ClosedDrive drive, LoadOptions options)
{
    public const int Tenants = 1000;

    public async Task<IReadOnlyList<ClosedRound>> RunAsync(IReadOnlyList<Peer> others, CancellationToken cancellationToken)
    {
        await using var gateway = new GatewayPeer(await world.StartGatewayAsync(new GatewayPlan { MoreTenants = Tenants }, cancellationToken));
        var numbers = Enumerable.Range(0, Tenants).ToArray();
        var requests = await RequestFiles.WriteAsync(world.Directory, "tenants", numbers.Select(number => world.Token(LoadWorld.StoredTenant(number))), numbers.Select(Contact.At));
        Peer[] peers = [gateway, .. others];
        await drive.WarmUpAsync(gateway, requests, options, cancellationToken);
        var rounds = new List<ClosedRound>();
        for (var round = 0; round < options.ColdRounds; round++)
        {
            foreach (var peer in peers) rounds.Add(await drive.MeasureAsync(peer, requests, options.Connections, options.ColdTime, cancellationToken) with { Round = round });
        }

        return rounds;
    }
}
