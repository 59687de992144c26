using TenantGateway.Load.Report;

namespace TenantGateway.Load.Series;

/// <summary>What a tenant noticed of another one's flood.</summary>
internal sealed record NeighbourResult
{
    /// <summary>Requests a second that the noisy tenant may send.</summary>
    public required int Quota { get; init; }

    /// <summary>Those that it sends.</summary>
    public required int Flood { get; init; }

    /// <summary>Those of the other tenant.</summary>
    public required int Rate { get; init; }

    /// <summary>The other tenant's, in milliseconds.</summary>
    public required Spread P99Without { get; init; }

    /// <inheritdoc cref="P99Without"/>
    public required Spread P99Under { get; init; }

    /// <summary>The part of the flood that was refused.</summary>
    public required Spread Refused { get; init; }

    /// <summary>The other tenant's.</summary>
    public required int Errors { get; init; }

    /// <summary>The lowest round counts on either side: what else runs on the machine can only add to it, and what a flood does is in every round of it.</summary>
    public double Rise => P99Under.Lowest / P99Without.Lowest;

    public bool IsKept => Rise <= NeighbourSeries.MostRise && Errors == 0;
}
