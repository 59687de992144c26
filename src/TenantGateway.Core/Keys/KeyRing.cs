using System.Collections.Immutable;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>
/// An immutable set of one tenant's unwrapped generations. Used through a <see cref="KeyRingLease"/> only. One counter says how many leases are
/// out; while there is any, none of the generations is zeroed.
/// </summary>
public sealed class KeyRing
{
    private const int Retired = int.MinValue;

    private readonly GenerationKey[] _generations;
    private readonly GenerationKey? _data;
    private readonly GenerationKey? _lookup;

    // The number of leases; the sign bit says "retired". Whoever moves it to exactly Retired lets go of the generations. The first lease is the constructor's.
    private int _leases = 1;

    /// <param name="tenant">The owner; a generation of another tenant is refused.</param>
    /// <param name="data">The primary generation of the data line; null only for the operator, who holds no customer data.</param>
    /// <param name="lookup">The primary generation of the lookup line; null only for the operator.</param>
    /// <param name="audit">The generation of the audit line.</param>
    /// <param name="others">Further generations that may be read.</param>
    public KeyRing(TenantId tenant, GenerationKey? data, GenerationKey? lookup, GenerationKey audit, IEnumerable<GenerationKey> others)
        : this(tenant, data, lookup, audit, others, ofAudit: tenant == TenantId.Operator)
    {
    }

    private KeyRing(TenantId tenant, GenerationKey? data, GenerationKey? lookup, GenerationKey audit, IEnumerable<GenerationKey> others, bool ofAudit)
    {
        if (!ofAudit && (data is null || lookup is null)) throw new ArgumentException($"The ring of {tenant} lacks a data or lookup generation.");
        Tenant = tenant;
        _data = data is null ? null : Require(data, KeyLine.Data);
        _lookup = lookup is null ? null : Require(lookup, KeyLine.Lookup);
        Audit = Require(audit, KeyLine.Audit);
        _generations = [.. new[] { data, lookup }.OfType<GenerationKey>(), audit, .. others];
        foreach (var generation in _generations)
        {
            if (generation.Tenant != tenant) throw new ArgumentException($"Generation {generation.KeyId} belongs to another tenant.", nameof(others));
        }

        foreach (var generation in _generations)
        {
            if (!generation.TryJoin(this)) Retire();
        }

        Release();
    }

    public TenantId Tenant { get; }

    /// <summary>A ring of the audit line alone, by which nothing is protected or revealed.</summary>
    public static KeyRing OfAudit(TenantId tenant, GenerationKey newest, IEnumerable<GenerationKey> older) =>
        new(tenant, null, null, newest, [.. older.Select(key => Require(key, KeyLine.Audit))], ofAudit: true);

    /// <exception cref="InvalidOperationException">The operator's ring has no data line.</exception>
    public GenerationKey Data => _data ?? throw new InvalidOperationException($"The ring of {Tenant} has no data line.");

    /// <exception cref="InvalidOperationException">The operator's ring has no lookup line.</exception>
    public GenerationKey Lookup => _lookup ?? throw new InvalidOperationException($"The ring of {Tenant} has no lookup line.");

    public GenerationKey Audit { get; }

    /// <summary>
    /// The further lookup generations whose tokens a search asks for beside those of <see cref="Lookup"/>: none but while that line is being
    /// rotated. Each must be one of <see cref="Generations"/>.
    /// </summary>
    public ImmutableArray<GenerationKey> Searchables
    {
        get;
        init => field = value.All(key => key != _lookup && Require(key, KeyLine.Lookup) == Find(key.KeyId))
            ? value
            : throw new ArgumentException($"What the ring of {Tenant} searches by is not among its other generations.", nameof(value));
    } = [];

    /// <summary>All generations of this ring, the primary ones among them.</summary>
    public ReadOnlySpan<GenerationKey> Generations => _generations;

    /// <summary>The generation of that id, or null where this ring does not hold it.</summary>
    public GenerationKey? Find(KeyId keyId)
    {
        foreach (var generation in _generations)
        {
            if (generation.KeyId == keyId) return generation;
        }

        return null;
    }

    /// <summary>
    /// The shapes of the generation whose slot a date or phone shape tells: the primary one of the lookup line or one that is searched beside it. Null where neither has the slot.
    /// </summary>
    internal GenerationKey? FindBySlot(int slot)
    {
        if (Lookup.Shapes.Slot == slot) return Lookup;
        foreach (var generation in Searchables)
        {
            if (generation.Shapes.Slot == slot) return generation;
        }

        return null;
    }

    /// <summary>A lease, or null once the ring or any of its generations is retired.</summary>
    public KeyRingLease? TryLease()
    {
        if (Interlocked.Increment(ref _leases) > 0) return LeaseTicket.Issue(this);
        Release();
        return null;
    }

    /// <summary>Ends the ring: no new lease. Its generations live on, unless they are retired themselves.</summary>
    public void Retire()
    {
        if (Interlocked.Or(ref _leases, Retired) == 0) LetGo();
    }

    internal void Release()
    {
        if (Interlocked.Decrement(ref _leases) == Retired) LetGo();
    }

    // May come more than once, after a lease that was refused.
    private void LetGo()
    {
        foreach (var generation in _generations) generation.Leave(this);
    }

    private static GenerationKey Require(GenerationKey key, KeyLine line) =>
        key.Line == line ? key : throw new ArgumentException($"Generation {key.KeyId} is of line {key.Line}, not {line}.");
}
