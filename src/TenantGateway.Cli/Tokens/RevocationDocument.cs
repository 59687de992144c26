namespace TenantGateway.Cli.Tokens;

/// <summary>A revocation as the admin plane shows it.</summary>
internal sealed record RevocationDocument
{
    public required string Mark { get; init; }

    public required string Kind { get; init; }

    public required string Issuer { get; init; }

    public DateTimeOffset? Before { get; init; }

    public required DateTimeOffset RevokedAt { get; init; }

    public required string RevokedBy { get; init; }

    public required DateTimeOffset Until { get; init; }
}

internal sealed record RevocationListDocument
{
    public required IReadOnlyList<RevocationDocument> Items { get; init; }
}
