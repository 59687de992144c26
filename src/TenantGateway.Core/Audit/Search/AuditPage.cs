using System.Text.Json;

namespace TenantGateway.Core.Audit.Search;

/// <summary>Some of the records that were found.</summary>
/// <param name="Items">In the order that was asked for.</param>
/// <param name="Next">Where the search goes on; null where these are the last.</param>
/// <param name="IndexedThrough">The index in the log of the last record that is searched; -1 for none. Later ones are not found yet.</param>
/// <param name="LogSize">How many records the log has.</param>
public sealed record AuditPage(IReadOnlyList<FoundRecord> Items, string? Next, long IndexedThrough, long LogSize)
{
    /// <summary>The pseudonyms by which a person was sought; null for other searches.</summary>
    public IReadOnlyList<string>? Pseudonyms { get; init; }
}

/// <param name="Id">Tenant and number: <c>acme/42</c>.</param>
/// <param name="Index">The index in the log.</param>
/// <param name="Record">The record as it is in the log.</param>
public sealed record FoundRecord(string Id, long Index, JsonElement Record)
{
    public static FoundRecord Of(string tenant, FoundLeaf leaf) => new($"{tenant}/{leaf.Sequence}", leaf.Index, JsonSerializer.Deserialize<JsonElement>(leaf.Leaf));
}

/// <summary>How many records are found, in all and by the values of each facet.</summary>
/// <param name="Total">In all.</param>
/// <param name="Facets">By the name of the facet, the most frequent value first.</param>
/// <param name="IndexedThrough">As in <see cref="AuditPage"/>.</param>
/// <param name="LogSize">As in <see cref="AuditPage"/>.</param>
public sealed record AuditCounts(CountedValue Total, IReadOnlyDictionary<string, IReadOnlyList<CountedValue>> Facets, long IndexedThrough, long LogSize);

/// <param name="Value">The value; empty for all.</param>
/// <param name="Count">How many, up to 10,000.</param>
/// <param name="OrMore">True where there are more than that.</param>
public sealed record CountedValue(string Value, int Count, bool OrMore)
{
    public const int Most = 10_000;

    public static CountedValue Of(string value, long count) => new(value, (int)Math.Min(count, Most), count > Most);
}
