namespace TenantGateway.Cli.Keys;

/// <summary>What was done to a tenant's keys, or would be.</summary>
internal sealed record KeyRotationDocument
{
    public required string Tenant { get; init; }

    public required bool DryRun { get; init; }

    public required bool Waits { get; init; }

    public required IReadOnlyList<KeyChangeDocument> Changes { get; init; }

    public required IReadOnlyList<BrokenSearchDocument> Breaks { get; init; }

    public required IReadOnlyList<OpenDatasetDocument> Open { get; init; }

    public string? Refusal { get; init; }

    public required IReadOnlyList<KeyDocument> Items { get; init; }
}

/// <summary>What becomes of one generation.</summary>
internal sealed record KeyChangeDocument
{
    public string? KeyId { get; init; }

    public required string Line { get; init; }

    public required int Number { get; init; }

    public string? From { get; init; }

    public required string To { get; init; }

    public required string Later { get; init; }

    public required bool Rewrapped { get; init; }

    public required TokensDocument Tokens { get; init; }
}

/// <summary>A search that would miss rows.</summary>
internal sealed record BrokenSearchDocument
{
    public required string Route { get; init; }

    public required string Policy { get; init; }

    public required string Parameter { get; init; }
}

/// <summary>A set of rows that may still hold old tokens.</summary>
internal sealed record OpenDatasetDocument
{
    public required string Dataset { get; init; }

    public required string Why { get; init; }
}
