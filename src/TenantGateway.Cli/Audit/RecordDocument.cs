using System.Text.Json;

namespace TenantGateway.Cli.Audit;

/// <summary>An audit record as the admin API shows it.</summary>
internal sealed record RecordDocument(string Id, long Index, JsonElement Record);

internal sealed record RecordPageDocument(IReadOnlyList<RecordDocument> Items, string? Next, long IndexedThrough, long LogSize, IReadOnlyList<string>? Pseudonyms);

internal sealed record CountsDocument(CountDocument Total, IReadOnlyDictionary<string, IReadOnlyList<CountDocument>> Facets, long IndexedThrough, long LogSize);

internal sealed record CountDocument(string Value, int Count, bool OrMore);

internal sealed record ResolvedActorDocument(string Actor, string Name);

/// <summary>An alarm as the admin API shows it.</summary>
internal sealed record AlarmDocument(
    string Id, string Kind, string Tenant, DateTimeOffset At, string Cause, string? Actor, string? Route, IReadOnlyList<string>? Classes, long? Count, long? Usual, string? Record);

internal sealed record AlarmPageDocument(IReadOnlyList<AlarmDocument> Items, string? Next);
