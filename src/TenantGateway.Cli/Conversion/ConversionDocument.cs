namespace TenantGateway.Cli.Conversion;

/// <summary>A run through stored rows as the admin plane shows it: its report, as far as it has come.</summary>
internal sealed record ConversionDocument
{
    public required string Id { get; init; }

    public required string Tenant { get; init; }

    public required string Dataset { get; init; }

    public bool Rewrites { get; init; }

    public string? Route { get; init; }

    public DateTimeOffset BeganAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public long Offset { get; init; }

    public long Lines { get; init; }

    public long Rows { get; init; }

    public long Malformed { get; init; }

    public long Damaged { get; init; }

    public long Foreign { get; init; }

    public long Protected { get; init; }

    public long Unprotected { get; init; }

    public IReadOnlyList<GenerationTallyDocument> Generations { get; init; } = [];

    public IReadOnlyList<LineProblemDocument> Problems { get; init; } = [];

    /// <summary>True where every row was read, every token in it is the tenant's and every value that was to be protected is.</summary>
    public bool IsClean => Malformed == 0 && Damaged == 0 && Foreign == 0 && Unprotected == 0;
}

internal sealed record GenerationTallyDocument(string KeyId, string? Line, int? Number, string? State, long Before, long Rewritten, long Left, long Unreadable, long Damaged);

internal sealed record LineProblemDocument(long Line, string Kind);
