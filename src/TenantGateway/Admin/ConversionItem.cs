using TenantGateway.Core.Conversion;
using TenantGateway.Core.Keys;

namespace TenantGateway.Admin;

/// <summary>A run through the rows of a dataset as the admin API shows it: its report, as far as it has come.</summary>
internal sealed record ConversionItem
{
    public required string Id { get; init; }

    public required string Tenant { get; init; }

    public required string Dataset { get; init; }

    /// <summary>False where the rows are only looked at.</summary>
    public required bool Rewrites { get; init; }

    /// <summary>The route by whose policy clear values become tokens; null where none do.</summary>
    public required string? Route { get; init; }

    public required DateTimeOffset BeganAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Bytes taken.</summary>
    public required long Offset { get; init; }

    public required long Lines { get; init; }

    public required long Rows { get; init; }

    public required long Malformed { get; init; }

    public required long Damaged { get; init; }

    public required long Foreign { get; init; }

    /// <summary>Clear values that became tokens.</summary>
    public required long Protected { get; init; }

    /// <summary>Rows that hold something at a protected place that cannot be sealed.</summary>
    public required long Unprotected { get; init; }

    public required IReadOnlyList<GenerationTallyItem> Generations { get; init; }

    public required IReadOnlyList<LineProblemItem> Problems { get; init; }

    public static ConversionItem Of(ConversionRun run, IKeyRings keys) => new()
    {
        Id = run.Id,
        Tenant = run.Tenant.Value,
        Dataset = run.Dataset,
        Rewrites = run.Rewrites,
        Route = run.Route,
        BeganAt = run.BeganAt,
        EndedAt = run.EndedAt,
        Offset = run.Offset,
        Lines = run.Tally.Lines,
        Rows = run.Tally.Rows,
        Malformed = run.Tally.Malformed,
        Damaged = run.Tally.Damaged,
        Foreign = run.Tally.Foreign,
        Protected = run.Tally.Protected,
        Unprotected = run.Tally.Unprotected,
        Generations = [.. run.Tally.Generations.Select(met => GenerationTallyItem.Of(met.Key, met.Value, keys))],
        Problems = [.. run.Tally.Problems.Select(problem => new LineProblemItem(problem.Line, NameOf(problem.Kind)))],
    };

    private static string NameOf(LineProblemKind kind) => kind switch
    {
        LineProblemKind.Malformed => "malformed",
        LineProblemKind.Damaged => "damaged",
        LineProblemKind.Foreign => "foreign",
        LineProblemKind.Unreadable => "unreadable",
        LineProblemKind.Unprotected => "unprotected",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>The tokens of one generation in the rows.</summary>
/// <param name="KeyId">Of the generation.</param>
/// <param name="Line">Its line.</param>
/// <param name="Number">Its number within the line.</param>
/// <param name="State">Its state now.</param>
/// <param name="Before">Tokens before.</param>
/// <param name="Rewritten">Tokens that became tokens of the primary generation.</param>
/// <param name="Left">Tokens that stayed.</param>
/// <param name="Unreadable">Of those that stayed: the generation may not be read.</param>
/// <param name="Damaged">Beside all those: tokens that name the generation and do not open.</param>
internal sealed record GenerationTallyItem(string KeyId, string? Line, int? Number, string? State, long Before, long Rewritten, long Left, long Unreadable, long Damaged)
{
    public static GenerationTallyItem Of(string keyId, GenerationTally met, IKeyRings keys)
    {
        var info = Core.Keys.KeyId.TryParse(keyId, out var id) ? keys.Find(id) : null;
        return new GenerationTallyItem(
            keyId, info is null ? null : KeyNames.Of(info.Line), info?.Number, info is null ? null : KeyNames.Of(info.State),
            met.Found, met.Rewritten, met.Found - met.Rewritten, met.Unreadable, met.Damaged);
    }
}

/// <summary>Something wrong in a line of the rows.</summary>
internal sealed record LineProblemItem(long Line, string Kind);

internal sealed record DatasetItem(string Name, DateTimeOffset DeclaredAt, ConversionItem? LastRun);

internal sealed record DatasetList(string Tenant, IReadOnlyList<DatasetItem> Items);
