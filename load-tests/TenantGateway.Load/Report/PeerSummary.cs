using TenantGateway.Load.Peers;
using TenantGateway.Load.Series;

namespace TenantGateway.Load.Report;

/// <summary>A peer over all rounds, and beside another one in the same rounds.</summary>
internal sealed record PeerSummary
{
    public required string Peer { get; init; }

    public required Spread Throughput { get; init; }

    /// <summary>Throughput of the gateway over this peer's, round by round.</summary>
    public required Spread GatewayOverThis { get; init; }

    public required Spread CpuMicroseconds { get; init; }

    public required Spread DatabaseMicroseconds { get; init; }

    public required Spread? Allocated { get; init; }

    public required long Errors { get; init; }

    public required int Rounds { get; init; }

    /// <summary>In the order of the catalog, the gateway first.</summary>
    public static IReadOnlyList<PeerSummary> Of(IReadOnlyList<ClosedRound> rounds)
    {
        const string Gateway = GatewayPeer.FullPath;
        var own = rounds.Where(round => round.Peer == Gateway).ToDictionary(round => round.Round, round => round.Throughput);
        return [.. rounds.GroupBy(round => round.Peer).OrderBy(peer => PeerCatalog.PlaceOf(peer.Key)).Select(peer => new PeerSummary
        {
            Peer = peer.Key,
            Throughput = Spread.Of(peer.Select(round => round.Throughput)),
            GatewayOverThis = Spread.Of(peer.Select(round => own[round.Round] / round.Throughput)),
            CpuMicroseconds = Spread.Of(peer.Select(round => round.CpuMicroseconds)),
            DatabaseMicroseconds = Spread.Of(peer.Select(round => round.DatabaseMicroseconds)),
            Allocated = peer.All(round => round.Allocated is not null) ? Spread.Of(peer.Select(round => round.Allocated ?? 0)) : null,
            Rounds = peer.Count(),
            Errors = peer.Sum(round => round.Errors),
        })];
    }
}
