using System.Collections.Frozen;
using System.Collections.Immutable;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>All verified generation records at one moment: what a key id means, and which generations a tenant uses. Swapped as a whole.</summary>
internal sealed class GenerationTable
{
    internal static readonly GenerationTable Empty = new([]);

    private readonly FrozenDictionary<KeyId, Row> _byKeyId;
    private readonly FrozenDictionary<TenantId, GenerationRecord[]> _primaries;
    private readonly FrozenDictionary<TenantId, ImmutableArray<GenerationRecord>> _byTenant;
    private readonly FrozenDictionary<TenantId, GenerationRecord[]> _searchables;
    private readonly FrozenDictionary<(TenantId Tenant, string KekId), GenerationRecord[]> _readableByKek;

    internal GenerationTable(IReadOnlyCollection<GenerationRecord> verified)
    {
        _byKeyId = verified.ToFrozenDictionary(
            record => record.KeyId,
            record => new Row(record, new GenerationInfo(record.KeyId, record.Tenant, record.Line, record.Number, record.State)));
        _byTenant = verified
            .GroupBy(record => record.Tenant)
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(record => record.Line).ThenBy(record => record.Number).ToImmutableArray());
        Pending = [.. verified.Where(record => record.State == GenerationState.Pending)];
        _primaries = verified
            .Where(record => record.State == GenerationState.Primary)
            .GroupBy(record => record.Tenant)
            .ToFrozenDictionary(group => group.Key, group => group.GroupBy(record => record.Line).Select(line => line.MaxBy(record => record.Number)).OfType<GenerationRecord>().ToArray());
        _searchables = verified
            .Where(record => record is { Line: KeyLine.Lookup, State: GenerationState.Searchable or GenerationState.Pending })
            .GroupBy(record => record.Tenant)
            .ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(record => record.Number).ToArray());
        _readableByKek = verified
            .Where(record => IsReadable(record.State))
            .GroupBy(record => (record.Tenant, record.KekId))
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>Whether these are, one by one, the very records of this table.</summary>
    internal bool Is(IReadOnlyCollection<GenerationRecord> verified) =>
        verified.Count == Count && verified.All(record => ReferenceEquals(Record(record.KeyId), record));

    internal int Count => _byKeyId.Count;

    internal int TenantCount => _primaries.Count;

    /// <summary>Those that wait to become primary, of all tenants.</summary>
    internal ImmutableArray<GenerationRecord> Pending { get; }

    /// <summary>The primary records of every line, of all tenants.</summary>
    internal IEnumerable<GenerationRecord> AllPrimaries => _primaries.Values.SelectMany(lines => lines);

    /// <summary>By line and number.</summary>
    internal ImmutableArray<GenerationRecord> RecordsOf(TenantId tenant) => _byTenant.TryGetValue(tenant, out var records) ? records : [];

    internal GenerationInfo? Info(KeyId keyId) => _byKeyId.TryGetValue(keyId, out var row) ? row.Info : null;

    internal GenerationRecord? Record(KeyId keyId) => _byKeyId.TryGetValue(keyId, out var row) ? row.Record : null;

    /// <summary>The record where it is this tenant's and may be read; null otherwise.</summary>
    internal GenerationRecord? Readable(TenantId tenant, KeyId keyId) =>
        _byKeyId.TryGetValue(keyId, out var row) && row.Record.Tenant == tenant && IsReadable(row.Record.State) ? row.Record : null;

    internal GenerationRecord? Primary(TenantId tenant, KeyLine line)
    {
        foreach (var record in Primaries(tenant))
        {
            if (record.Line == line) return record;
        }

        return null;
    }

    /// <summary>The primary generation of each line.</summary>
    internal ReadOnlySpan<GenerationRecord> Primaries(TenantId tenant) => _primaries.TryGetValue(tenant, out var primaries) ? primaries : [];

    /// <summary>The generations that may be read and that this version of the tenant's key-encryption key wraps.</summary>
    internal IReadOnlyList<GenerationRecord> WrappedBy(TenantId tenant, string kekId) => _readableByKek.TryGetValue((tenant, kekId), out var records) ? records : [];

    /// <summary>
    /// The lookup generations beside the primary one that hold rows, or may hold them before this process knows: one that is pending here may
    /// already be written with by another replica.
    /// </summary>
    internal IReadOnlyList<GenerationRecord> Searchables(TenantId tenant) => _searchables.TryGetValue(tenant, out var records) ? records : [];

    // Pending too: another replica may already write with a generation that this one has not seen promoted.
    private static bool IsReadable(GenerationState state) =>
        state is GenerationState.Pending or GenerationState.Primary or GenerationState.Searchable or GenerationState.Readable;

    private sealed record Row(GenerationRecord Record, GenerationInfo Info);
}
