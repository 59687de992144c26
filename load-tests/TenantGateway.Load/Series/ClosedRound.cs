namespace TenantGateway.Load.Series;

/// <summary>A peer in a round.</summary>
internal sealed record ClosedRound
{
    public required string Peer { get; init; }

    public int Round { get; init; }

    /// <summary>Seconds from the start of the series to that of the round.</summary>
    public double Began { get; init; }

    public required long Requests { get; init; }

    /// <summary>Requests that were answered a second.</summary>
    public required double Throughput { get; init; }

    public required long Errors { get; init; }

    /// <summary>CPU of the peer's processes a request, in microseconds.</summary>
    public required double CpuMicroseconds { get; init; }

    /// <summary>CPU of PostgreSQL a request, in microseconds.</summary>
    public required double DatabaseMicroseconds { get; init; }

    /// <summary>Bytes that the peer allocated a request; null where nobody counts them.</summary>
    public required double? Allocated { get; init; }
}
