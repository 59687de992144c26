using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TenantGateway.Core.Audit.Search;

/// <summary>What of a record is searched by.</summary>
public sealed record AuditRecord
{
    // A search reads thousands.
    [ThreadStatic]
    private static LeafTerms? _terms;

    public required string Tenant { get; init; }

    public required long Sequence { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>By kind; no two are alike.</summary>
    public required ImmutableArray<AuditTerm> Terms { get; init; }

    /// <returns>False for what is no record, such as one whose bytes are not kept any more.</returns>
    public static bool TryRead(ReadOnlySpan<byte> leaf, [NotNullWhen(true)] out AuditRecord? record)
    {
        record = null;
        var terms = _terms ??= new LeafTerms();
        if (!terms.TryRead(leaf)) return false;
        var found = new List<AuditTerm>(terms.Count);
        for (var i = 0; i < terms.Count; i++) found.Add(new AuditTerm(terms.KindOf(i), Encoding.UTF8.GetString(terms.ValueOf(i))));
        record = new AuditRecord { Tenant = Encoding.UTF8.GetString(terms.Tenant), Sequence = terms.Sequence, Time = terms.Time, Terms = [.. found.Distinct()] };
        return true;
    }
}
