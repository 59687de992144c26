using System.Collections.Immutable;

namespace TenantGateway.Core.Audit.Search;

/// <summary>The kinds of terms by the names that people and programs see.</summary>
public static class TermKinds
{
    /// <summary>Every kind, the facets first.</summary>
    public static readonly ImmutableArray<TermKind> All = [.. Enum.GetValues<TermKind>()];

    /// <summary>Those whose values are counted.</summary>
    public static readonly ImmutableArray<TermKind> Facets = [.. All.Where(IsFacet)];

    /// <summary>Where values of a kind are counted: kinds of few values, each of them a part of a segment.</summary>
    public static bool IsFacet(TermKind kind) => kind <= TermKind.Key;

    public static string NameOf(TermKind kind) => kind switch
    {
        TermKind.Event => "event",
        TermKind.Outcome => "outcome",
        TermKind.Class => "class",
        TermKind.Route => "route",
        TermKind.Key => "key",
        TermKind.Actor => "actor",
        TermKind.Subject => "subject",
        TermKind.Request => "request",
        TermKind.Trace => "trace",
        TermKind.Operation => "operation",
        TermKind.Session => "session",
        _ => throw new System.Diagnostics.UnreachableException($"Kind {kind} has no name."),
    };

    public static bool TryParse(string? name, out TermKind kind)
    {
        foreach (var candidate in All)
        {
            kind = candidate;
            if (NameOf(candidate) == name) return true;
        }

        kind = default;
        return false;
    }
}
