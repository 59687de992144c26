using System.Collections.Concurrent;
using System.Security.Cryptography;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tests.Fakes;

/// <summary>Key rings of random keys, one for every tenant that is asked for.</summary>
internal sealed class RandomKeyRings : IKeyRings, ITenantKeyState
{
    private readonly ConcurrentDictionary<TenantId, KeyRing> _rings = new();
    private int _leases;

    /// <summary>How many leases were given.</summary>
    public int Leases => _leases;

    /// <summary>What leasing throws, if anything.</summary>
    public KeyServiceException? Fault { get; set; }

    /// <summary>Why no tenant's keys may be used.</summary>
    public KeyServiceFailure? Shut { get; set; }

    public Refusal? RefusalOf(TenantId tenant) => Shut is { } failure ? KeyRefusals.Of(failure) : null;

    public GenerationInfo? Find(KeyId keyId) => null;

    public ValueTask<KeyRingLease> LeaseAsync(TenantId tenant, ReadOnlyMemory<KeyId> met, CancellationToken cancellationToken)
    {
        if (Fault is not null) throw Fault;
        Interlocked.Increment(ref _leases);
        var lease = _rings.GetOrAdd(tenant, RingOf).TryLease() ?? throw new InvalidOperationException("No key here is ever retired.");
        return ValueTask.FromResult(lease);
    }

    private static KeyRing RingOf(TenantId tenant) =>
        new(tenant, KeyOf(tenant, KeyLine.Data), KeyOf(tenant, KeyLine.Lookup), KeyOf(tenant, KeyLine.Audit), []);

    private static GenerationKey KeyOf(TenantId tenant, KeyLine line) =>
        new(tenant, KeyId.FromBits(BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4))), line, RandomNumberGenerator.GetBytes(GenerationKey.KeySize));
}
