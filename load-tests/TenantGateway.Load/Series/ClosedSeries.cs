using TenantGateway.Faults.Load;
using TenantGateway.Load.Drivers;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Processes;

namespace TenantGateway.Load.Series;

/// <summary>
/// What peers get done at most, one after the other in rounds. The order changes from round to round, so that what else happens on the machine meets all of them.
/// </summary>
internal sealed class ClosedSeries(LoadWorld world, LoadOptions options, RequestFiles requests)
{
    public async Task<IReadOnlyList<ClosedRound>> RunAsync(IReadOnlyList<Peer> peers, CancellationToken cancellationToken)
    {
        foreach (var peer in peers) await Wrk.RunAsync(TargetOf(peer), requests, options.Connections, options.WarmUp);
        var rounds = new List<ClosedRound>();
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var peer in InOrderOf(round, peers)) rounds.Add(await MeasureAsync(peer, round, cancellationToken));
        }

        return rounds;
    }

    public static Uri TargetOf(Peer peer) => new(peer.Address, "all/contacts");

    private async Task<ClosedRound> MeasureAsync(Peer peer, int round, CancellationToken cancellationToken)
    {
        var (cpu, database, allocated) = (peer.Cpu, DatabaseCpu, await peer.AllocatedAsync(cancellationToken));
        var figures = await Wrk.RunAsync(TargetOf(peer), requests, options.Connections, options.Round);
        if (figures.Requests == 0) throw new InvalidOperationException($"{peer.Name} answered nothing.");
        return new ClosedRound
        {
            Peer = peer.Name,
            Round = round,
            Throughput = figures.Requests / figures.Took.TotalSeconds,
            Errors = figures.Errors,
            CpuMicroseconds = (peer.Cpu - cpu).TotalMicroseconds / figures.Requests,
            DatabaseMicroseconds = (DatabaseCpu - database).TotalMicroseconds / figures.Requests,
            Allocated = await peer.AllocatedAsync(cancellationToken) - allocated is { } bytes ? (double)bytes / figures.Requests : null,
        };
    }

    private TimeSpan DatabaseCpu => ProcessFigures.CpuWithChildrenOf(world.Postgres.ProcessId);

    // The same order for the same seed.
    private IEnumerable<Peer> InOrderOf(int round, IReadOnlyList<Peer> peers)
    {
        var order = new SeededOrder(options.Seed + round);
        return peers.OrderBy(_ => order.Next()).ToArray();
    }
}
