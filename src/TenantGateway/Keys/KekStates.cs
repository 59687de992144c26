using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>
/// The key-encryption keys in use, by tenant and version, beside the table of records; and which tenants are shut out because a version that wraps one of
/// their primary generations is shut.
/// </summary>
internal sealed class KekStates(IOptions<KeysOptions> options, TimeProvider time) : ITenantKeyState
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<(TenantId Tenant, string KekId), KekState> _states = new();
    private readonly ConcurrentDictionary<TenantId, KeyServiceFailure> _shutOut = new();
    private volatile GenerationTable _table = GenerationTable.Empty;

    internal GenerationTable Table => _table;

    internal IEnumerable<KekState> All => _states.Values;

    internal IEnumerable<KeyValuePair<TenantId, KeyServiceFailure>> ShutOut => _shutOut;

    public Refusal? RefusalOf(TenantId tenant) => _shutOut.TryGetValue(tenant, out var failure) ? KeyRefusals.Of(failure) : null;

    /// <summary>The state of the version that wraps this generation; one that is new is probed within the next interval, at a time of its own.</summary>
    internal KekState Of(GenerationRecord record) => _states.TryGetValue((record.Tenant, record.KekId), out var state) ? state : Add(record);

    /// <summary>Takes a new table over. Versions that wrap nothing any more are forgotten; <paramref name="held"/> stays held under what wraps it now.</summary>
    internal void Use(GenerationTable table, IReadOnlyCollection<GenerationRecord> held)
    {
        lock (_gate)
        {
            _table = table;
            foreach (var former in held)
            {
                // Proven to unwrap before it was stored, and probed from now on.
                if (table.Readable(former.Tenant, former.KeyId) is { } record && record.KekId != former.KekId) Of(record).Inherit(Of(former));
            }

            foreach (var (key, _) in _states)
            {
                if (table.WrappedBy(key.Tenant, key.KekId).Count == 0) _states.TryRemove(key, out _);
            }

            foreach (var (tenant, _) in _shutOut) Judge(tenant);
            // A version that was shut may wrap a primary generation now.
            foreach (var state in _states.Values.Where(state => state.Shut is not null)) Judge(state.Tenant);
        }
    }

    /// <summary>Decides anew whether a tenant is shut out.</summary>
    internal void JudgeAgain(TenantId tenant)
    {
        lock (_gate) Judge(tenant);
    }

    private void Judge(TenantId tenant)
    {
        KeyServiceFailure? worst = null;
        foreach (var primary in _table.Primaries(tenant))
        {
            if (!_states.TryGetValue((tenant, primary.KekId), out var state) || state.Shut is not { } shut) continue;
            if (worst != KeyServiceFailure.Denied) worst = shut;
        }

        if (worst is { } failure) _shutOut[tenant] = failure;
        else _shutOut.TryRemove(tenant, out _);
    }

    private KekState Add(GenerationRecord record)
    {
        var state = new KekState(record.Tenant, record.KekId, GraceOf(record), time);
        // Anywhere in the interval: tenants that were unwrapped together, as after a start, are not probed together.
        state.ProbeAt(ProbeTimes.After(time, ProbeTimes.Interval(options.Value), spread: 1));
        return _states.GetOrAdd((record.Tenant, record.KekId), state);
    }

    private TimeSpan GraceOf(GenerationRecord record) => TimeSpan.FromSeconds(
        options.Value.Tenants.TryGetValue(record.Tenant.Value, out var tenant) && tenant.GraceSeconds is { } own ? own
        : KekPlace.IsCustomers(record.KekId, _table) ? options.Value.CustomerVaultGraceSeconds
        : options.Value.GraceSeconds);
}
