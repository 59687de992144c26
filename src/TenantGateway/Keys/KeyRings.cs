using System.Collections.Concurrent;
using System.Collections.Immutable;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>
/// The keys of all tenants: a table of verified records, and per tenant the ring of what has been unwrapped so far. A ring is immutable and
/// is replaced when a generation joins it.
/// </summary>
/// <remarks>In the steady state a lease is synchronous and allocates nothing. A ring ends with the first of its generations that is retired.</remarks>
internal sealed class KeyRings(
    IGenerationStore store, IKeyEncryptionService keyService, GenerationVerifier verifier, KekStates states, HeldGenerations held, GenerationUnwrapper unwrapper, ILogger<KeyRings> logger)
    : IKeyRings, IKeyTable, IDisposable
{
    // Only a generation that is retired between unwrapping and leasing makes a second attempt necessary.
    private const int MaxAttempts = 3;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _reloading = new(1, 1);
    private readonly ConcurrentDictionary<TenantId, KeyRing> _rings = new();

    public GenerationInfo? Find(KeyId keyId) => states.Table.Info(keyId);

    internal bool HasPrimary(TenantId tenant, KeyLine line) => states.Table.Primary(tenant, line) is not null;

    /// <summary>The verified records of one tenant by line and number, as they were read last.</summary>
    internal ImmutableArray<GenerationRecord> RecordsOf(TenantId tenant) => states.Table.RecordsOf(tenant);

    /// <summary>Whether a generation of the tenant is wrapped in a vault of the customer's own.</summary>
    internal bool IsUnderCustomersKek(TenantId tenant)
    {
        var table = states.Table;
        return table.RecordsOf(tenant).Any(record => record.State != GenerationState.Destroyed && KekPlace.IsCustomers(record.KekId, table));
    }

    /// <summary>All records that wait to become primary, as they were read last.</summary>
    internal ImmutableArray<GenerationRecord> Pending => states.Table.Pending;

    /// <summary>All primary records, as they were read last.</summary>
    internal IEnumerable<GenerationRecord> Primaries => states.Table.AllPrimaries;

    public ValueTask<KeyRingLease> LeaseAsync(TenantId tenant, ReadOnlyMemory<KeyId> met, CancellationToken cancellationToken) =>
        _rings.TryGetValue(tenant, out var ring) && HoldsAll(ring, met.Span) && ring.TryLease() is { } lease
            ? ValueTask.FromResult(lease)
            : UnwrapAndLeaseAsync(tenant, met, cancellationToken);

    /// <summary>Reads and verifies the stored records again. Generations that may no longer be read are retired and zeroed. Costs little where nothing has changed.</summary>
    internal async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await _reloading.WaitAsync(cancellationToken);
        try
        {
            var signingKey = await keyService.GetSigningKeyAsync(cancellationToken);
            var verified = verifier.Verify(await store.ListAsync(cancellationToken), signingKey, states.Table);
            if (!states.Table.Is(verified)) Use(new GenerationTable(verified));
        }
        finally
        {
            _reloading.Release();
        }
    }

    ValueTask IKeyTable.ReloadAsync(CancellationToken cancellationToken) => new(ReloadAsync(cancellationToken));

    private void Use(GenerationTable table)
    {
        lock (_gate)
        {
            states.Use(table, held.Records);
            held.RetireAllButReadable(table);
            // Built again at the next lease from what is held, without a call to the key service.
            foreach (var (tenant, ring) in _rings)
            {
                ring.Retire();
                _rings.TryRemove(tenant, out _);
            }
        }

        unwrapper.ForgetAllBut(table);
        Log.Loaded(logger, table.Count, table.TenantCount);
    }

    public void Dispose() => _reloading.Dispose();

    private bool HoldsAll(KeyRing ring, ReadOnlySpan<KeyId> met)
    {
        foreach (var keyId in met)
        {
            if (ring.Find(keyId) is null && states.Table.Readable(ring.Tenant, keyId) is not null) return false;
        }

        return true;
    }

    private async ValueTask<KeyRingLease> UnwrapAndLeaseAsync(TenantId tenant, ReadOnlyMemory<KeyId> met, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var needed = Needed(tenant, met.Span);
            var keys = await Task.WhenAll(needed.Select(unwrapper.UnwrapAsync)).WaitAsync(cancellationToken);
            if (Join(tenant, keys)?.TryLease() is { } lease) return lease;
        }

        throw new KeyServiceException(KeyServiceFailure.Unavailable, $"The keys of {tenant} were retired while they were asked for.");
    }

    private HashSet<GenerationRecord> Needed(TenantId tenant, ReadOnlySpan<KeyId> met)
    {
        var table = states.Table;
        // By reference: one table holds one record a generation.
        var needed = new HashSet<GenerationRecord>(ReferenceEqualityComparer.Instance);
        foreach (var line in LinesOf(tenant))
        {
            needed.Add(table.Primary(tenant, line)
                ?? throw new KeyServiceException(KeyServiceFailure.Denied, $"The tenant {tenant} has no usable generation of its {line} line."));
        }

        foreach (var searchable in table.Searchables(tenant)) needed.Add(searchable);
        foreach (var keyId in met)
        {
            if (table.Readable(tenant, keyId) is { } record) needed.Add(record);
        }

        return needed;
    }

    private static ReadOnlySpan<KeyLine> LinesOf(TenantId tenant) =>
        tenant == TenantId.Operator ? [KeyLine.Audit] : [KeyLine.Data, KeyLine.Lookup, KeyLine.Audit];

    private KeyRing? Join(TenantId tenant, GenerationKey?[] keys)
    {
        lock (_gate)
        {
            var table = states.Table;
            var before = _rings.GetValueOrDefault(tenant);
            var joined = new Dictionary<KeyId, GenerationKey>();
            foreach (var key in (before is null ? [] : before.Generations.ToArray()).Concat(keys.OfType<GenerationKey>()))
            {
                if (!key.IsRetired && table.Readable(tenant, key.KeyId) is not null) joined[key.KeyId] = key;
            }

            if (Build(tenant, table, joined) is not { } built) return null;
            _rings[tenant] = built;
            before?.Retire();
            return built;
        }
    }

    // Null where the primary or searchable generations have changed meanwhile.
    private static KeyRing? Build(TenantId tenant, GenerationTable table, Dictionary<KeyId, GenerationKey> joined)
    {
        var audit = Take(KeyLine.Audit);
        var data = Take(KeyLine.Data);
        var lookup = Take(KeyLine.Lookup);
        var complete = audit is not null && (tenant == TenantId.Operator || (data is not null && lookup is not null));
        if (!complete || audit is null) return null;
        GenerationKey?[] searchables = [.. table.Searchables(tenant).Select(record => joined.GetValueOrDefault(record.KeyId))];
        return searchables.Contains(null) ? null : new KeyRing(tenant, data, lookup, audit, joined.Values) { Searchables = [.. searchables.OfType<GenerationKey>()] };

        GenerationKey? Take(KeyLine line) =>
            table.Primary(tenant, line) is { } primary && joined.Remove(primary.KeyId, out var key) ? key : null;
    }
}
