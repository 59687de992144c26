using System.Globalization;
using TenantGateway.Load.Drivers;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Processes;

namespace TenantGateway.Load.Series;

/// <summary>Requests that nobody has seen before: a new token and a new body each. Every token is sent once to each peer.</summary>
internal sealed class ColdSeries(LoadWorld world, ClosedDrive drive, LoadOptions options)
{
    public async Task<IReadOnlyList<ClosedRound>> RunAsync(IReadOnlyList<Peer> peers, CancellationToken cancellationToken)
    {
        var rounds = new List<ClosedRound>();
        // The first does not count: what only new tokens and people run is compiled in it.
        for (var round = 0; round <= options.ColdRounds; round++)
        {
            var requests = await WriteAsync(round);
            foreach (var peer in peers)
            {
                var measured = await drive.MeasureAsync(peer, requests, options.Connections, options.ColdTime, cancellationToken);
                if (round > 0) rounds.Add(measured with { Round = round - 1 });
            }
        }

        return rounds;
    }

    // More than the quickest of those that remember tokens can send in the time.
    private Task<RequestFiles> WriteAsync(int round)
    {
        var first = round * options.ColdTokens;
        var numbers = Enumerable.Range(first, options.ColdTokens).ToArray();
        return RequestFiles.WriteAsync(
            world.Directory, string.Create(CultureInfo.InvariantCulture, $"cold-{round}"), numbers.Select(number => world.Token(person: number)), numbers.Select(Contact.At));
    }
}
