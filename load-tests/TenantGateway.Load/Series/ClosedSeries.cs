using System.Diagnostics;
using TenantGateway.Load.Drivers;
using TenantGateway.Load.Peers;

namespace TenantGateway.Load.Series;

/// <summary>
/// What peers get done at most, one after the other in rounds. The order changes from round to round, so that what else happens on the machine meets all of them.
/// </summary>
internal sealed class ClosedSeries(ClosedDrive drive, LoadOptions options)
{
    public async Task WarmUpAsync(IReadOnlyList<Peer> peers, RequestFiles requests, CancellationToken cancellationToken)
    {
        foreach (var peer in peers) await drive.WarmUpAsync(peer, requests, options, cancellationToken);
    }

    /// <param name="peers">All of them.</param>
    /// <param name="requests">What is sent.</param>
    /// <param name="isEnough">Asked after the last round whether there are to be more; at most twice as many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<ClosedRound>> RunAsync(
        IReadOnlyList<Peer> peers, RequestFiles requests, Func<IReadOnlyList<ClosedRound>, bool> isEnough, CancellationToken cancellationToken)
    {
        var (rounds, started) = (new List<ClosedRound>(), Stopwatch.GetTimestamp());
        for (var round = 0; round < options.Rounds || (round < 2 * options.Rounds && !isEnough(rounds)); round++)
        {
            foreach (var peer in InOrderOf(round, peers))
            {
                var began = Stopwatch.GetElapsedTime(started).TotalSeconds;
                rounds.Add(await drive.MeasureAsync(peer, requests, options.Connections, options.Round, cancellationToken) with { Round = round, Began = began });
            }
        }

        return rounds;
    }

    // The same order for the same seed.
    private Peer[] InOrderOf(int round, IReadOnlyList<Peer> peers)
    {
        var order = new SeededOrder(options.Seed + round);
        return [.. peers.OrderBy(_ => order.Next())];
    }
}
