namespace TenantGateway.Cli.Operations;

/// <summary>An operation as the admin plane shows it.</summary>
internal sealed record OperationDocument
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string Tenant { get; init; }

    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    public required IReadOnlyList<string> Effects { get; init; }

    public required string Hash { get; init; }

    public required string State { get; init; }

    public string? Reason { get; init; }

    public required string RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? Outcome { get; init; }
}

internal sealed record OperationListDocument
{
    public required IReadOnlyList<OperationDocument> Items { get; init; }
}
