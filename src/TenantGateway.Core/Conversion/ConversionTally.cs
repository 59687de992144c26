using System.Collections.Immutable;

namespace TenantGateway.Core.Conversion;

/// <summary>What was found in lines, and done with it.</summary>
public sealed record ConversionTally
{
    /// <summary>Places are told of this many problems; the counts go on.</summary>
    public const int MaxProblems = 100;

    /// <summary>All lines, blank ones too.</summary>
    public long Lines { get; init; }

    /// <summary>Lines that hold something.</summary>
    public long Rows { get; init; }

    /// <summary>Rows that were not looked through, and pass as they are: no JSON in UTF-8, cut off, or with a token behind escapes.</summary>
    public long Malformed { get; init; }

    /// <summary>Tokens that do not open, or whose key nobody knows; they pass as they are.</summary>
    public long Damaged { get; init; }

    /// <summary>Tokens of another tenant; they pass as they are.</summary>
    public long Foreign { get; init; }

    /// <summary>Clear values that became tokens.</summary>
    public long Protected { get; init; }

    /// <summary>Rows with something at a protected place that cannot be sealed; they pass as they are.</summary>
    public long Unprotected { get; init; }

    /// <summary>By key id, for every generation of the tenant that was met.</summary>
    public ImmutableSortedDictionary<string, GenerationTally> Generations
    {
        get;
        // Whoever reads a stored one compares as its culture does.
        init => field = value.WithComparers(StringComparer.Ordinal);
    } = ImmutableSortedDictionary.Create<string, GenerationTally>(StringComparer.Ordinal);

    /// <summary>The first places at which something is wrong.</summary>
    public ImmutableArray<LineProblem> Problems { get; init; } = [];

    /// <summary>What was found in these lines and in others behind them.</summary>
    public ConversionTally Add(ConversionTally behind) => new()
    {
        Lines = Lines + behind.Lines,
        Rows = Rows + behind.Rows,
        Malformed = Malformed + behind.Malformed,
        Damaged = Damaged + behind.Damaged,
        Foreign = Foreign + behind.Foreign,
        Protected = Protected + behind.Protected,
        Unprotected = Unprotected + behind.Unprotected,
        Generations = behind.Generations.Aggregate(Generations, (sum, met) => sum.SetItem(met.Key, sum.GetValueOrDefault(met.Key, GenerationTally.None).Add(met.Value))),
        Problems = [.. Problems.Concat(behind.Problems).Take(MaxProblems)],
    };
}

/// <summary>The tokens of one generation.</summary>
/// <param name="Found">Whole ones, as they came.</param>
/// <param name="Rewritten">Of those, the ones that became tokens of the primary generation.</param>
/// <param name="Unreadable">Of those, the ones whose generation may not be read.</param>
/// <param name="Damaged">Beside those: cut or altered ones that name the generation.</param>
public sealed record GenerationTally(long Found, long Rewritten, long Unreadable, long Damaged)
{
    public static readonly GenerationTally None = new(0, 0, 0, 0);

    public GenerationTally Add(GenerationTally other) => new(Found + other.Found, Rewritten + other.Rewritten, Unreadable + other.Unreadable, Damaged + other.Damaged);
}

/// <summary>Something wrong in a line; its number counts from 1.</summary>
public sealed record LineProblem(long Line, LineProblemKind Kind);

public enum LineProblemKind
{
    Malformed,
    Damaged,
    Foreign,
    Unreadable,
    Unprotected,
}
