namespace TenantGateway.Cli.Admin;

/// <summary>Problem details (RFC 9457) with the gateway's own members; everything may be missing.</summary>
internal sealed record ProblemDocument
{
    public string? Title { get; init; }

    public string? Detail { get; init; }

    /// <summary>The reason code.</summary>
    public string? Reason { get; init; }

    public string? Remedy { get; init; }

    public string? RequestId { get; init; }

    public IReadOnlyList<ProblemError>? Errors { get; init; }
}

internal sealed record ProblemError(string? Path, string? Problem, string? Remedy);
