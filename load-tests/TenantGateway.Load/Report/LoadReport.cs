using TenantGateway.Load.Series;

namespace TenantGateway.Load.Report;

/// <summary>Everything that a run saw; null for what it did not look at.</summary>
internal sealed record LoadReport
{
    public required Machine Machine { get; init; }

    public required LoadOptions Options { get; init; }

    public required IReadOnlyList<ClosedRound> Rounds { get; init; }

    public required IReadOnlyList<PeerSummary> Peers { get; init; }

    /// <summary>Of the gateway, and of another build where there is one.</summary>
    public required IReadOnlyList<WholeCost> WholeCosts { get; init; }

    /// <summary>Peers that this machine lacks, and why.</summary>
    public IReadOnlyDictionary<string, string> Missing { get; init; } = new Dictionary<string, string>();

    /// <summary>What was asked of others while peers were driven, per request of the gateway.</summary>
    public required Calls Calls { get; init; }

    public IReadOnlyList<PeerSummary>? Cold { get; init; }

    public IReadOnlyList<PeerSummary>? ManyTenants { get; init; }

    public IReadOnlyList<LatencyRound>? Latencies { get; init; }

    public IReadOnlyList<FeatureRow>? Features { get; init; }

    public IReadOnlyList<GrowthLine>? Growth { get; init; }

    public NeighbourResult? Neighbour { get; init; }

    public SoakResult? Soak { get; init; }
}

/// <param name="Requests">Of the gateway.</param>
/// <param name="KeyVault">Asked while they were served.</param>
/// <param name="Redis">Commands while they were served.</param>
/// <param name="Seconds">How long that was.</param>
internal sealed record Calls(long Requests, long KeyVault, long Redis, double Seconds);
