namespace TenantGateway.Cli.Keys;

/// <summary>A key generation as the admin plane shows it.</summary>
internal sealed record KeyDocument
{
    public required string KeyId { get; init; }

    public required string Line { get; init; }

    public required int Number { get; init; }

    public required string State { get; init; }

    public required bool Compromised { get; init; }

    public required string KekId { get; init; }

    public required long Epoch { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? StateSince { get; init; }

    public int? PrimaryInSeconds { get; init; }

    public required TokensDocument Tokens { get; init; }
}

/// <summary>How many tokens were opened under a generation, and when.</summary>
internal sealed record TokensDocument
{
    public required long Seen { get; init; }

    public DateOnly? First { get; init; }

    public DateOnly? Last { get; init; }
}

internal sealed record KeyListDocument
{
    public required string Tenant { get; init; }

    public required IReadOnlyList<KeyDocument> Items { get; init; }
}
