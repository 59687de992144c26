using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>An immutable set of one tenant's unwrapped generations. Used through a <see cref="KeyRingLease"/> only.</summary>
public sealed class KeyRing
{
    private readonly GenerationKey[] _generations;

    /// <param name="tenant">The owner; a generation of another tenant is refused.</param>
    /// <param name="data">The primary generation of the data line.</param>
    /// <param name="lookup">The primary generation of the lookup line.</param>
    /// <param name="audit">The generation of the audit line.</param>
    /// <param name="others">Further generations that may be read.</param>
    public KeyRing(TenantId tenant, GenerationKey data, GenerationKey lookup, GenerationKey audit, IEnumerable<GenerationKey> others)
    {
        Tenant = tenant;
        Data = Require(data, KeyLine.Data);
        Lookup = Require(lookup, KeyLine.Lookup);
        Audit = Require(audit, KeyLine.Audit);
        _generations = [data, lookup, audit, .. others];
        foreach (var generation in _generations)
        {
            if (generation.Tenant != tenant) throw new ArgumentException($"Generation {generation.KeyId} belongs to another tenant.", nameof(others));
        }
    }

    public TenantId Tenant { get; }

    public GenerationKey Data { get; }

    public GenerationKey Lookup { get; }

    public GenerationKey Audit { get; }

    /// <summary>The generation of that id, or null where this ring does not hold it.</summary>
    public GenerationKey? Find(KeyId keyId)
    {
        foreach (var generation in _generations)
        {
            if (generation.KeyId == keyId) return generation;
        }

        return null;
    }

    /// <summary>Takes a lease on every generation, or none: null once any of them is retired.</summary>
    public KeyRingLease? TryLease()
    {
        for (var i = 0; i < _generations.Length; i++)
        {
            if (_generations[i].TryAcquire()) continue;
            while (--i >= 0) _generations[i].Release();
            return null;
        }

        return new KeyRingLease(this);
    }

    internal void Release()
    {
        foreach (var generation in _generations) generation.Release();
    }

    private static GenerationKey Require(GenerationKey key, KeyLine line) =>
        key.Line == line ? key : throw new ArgumentException($"Generation {key.KeyId} is of line {key.Line}, not {line}.");
}
