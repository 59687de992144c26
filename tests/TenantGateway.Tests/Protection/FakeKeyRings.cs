using System.Security.Cryptography;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tests.Protection;

/// <summary>Keys in memory. A tenant's ring starts with its primary generations; others join when they are asked for, as they do where each is an unwrap.</summary>
internal sealed class FakeKeyRings : IKeyRings, ITenantKeyState
{
    private readonly Dictionary<KeyId, GenerationKey> _known = [];
    private readonly Dictionary<TenantId, GenerationKey[]> _primaries = [];

    /// <summary>What a tenant's leases wait for.</summary>
    public Dictionary<TenantId, Task> Waits { get; } = [];

    /// <summary>Why no tenant's keys may be used.</summary>
    public KeyServiceFailure? Shut { get; set; }

    public Refusal? RefusalOf(TenantId tenant) => Shut is { } failure ? KeyRefusals.Of(failure) : null;

    /// <summary>Happens before a lease is given.</summary>
    public Action OnLease { get; set; } = () => { };

    /// <summary>The key ids of the last lease.</summary>
    public KeyId[] Asked { get; private set; } = [];

    public GenerationKey Data(TenantId tenant) => _primaries[tenant][0];

    public GenerationKey Lookup(TenantId tenant) => _primaries[tenant][1];

    public void AddTenant(TenantId tenant) => _primaries[tenant] = [Add(tenant, KeyLine.Data), Add(tenant, KeyLine.Lookup), Add(tenant, KeyLine.Audit)];

    /// <summary>A further generation, which no ring holds before it is asked for.</summary>
    public GenerationKey Add(TenantId tenant, KeyLine line)
    {
        var key = new GenerationKey(tenant, KeyId.FromBits((uint)_known.Count + 1000), line, RandomNumberGenerator.GetBytes(GenerationKey.KeySize));
        _known.Add(key.KeyId, key);
        return key;
    }

    public GenerationInfo? Find(KeyId keyId) =>
        _known.TryGetValue(keyId, out var key) ? new GenerationInfo(keyId, key.Tenant, key.Line, 1, GenerationState.Readable) : null;

    public async ValueTask<KeyRingLease> LeaseAsync(TenantId tenant, ReadOnlyMemory<KeyId> met, CancellationToken cancellationToken)
    {
        Asked = met.ToArray();
        if (Waits.TryGetValue(tenant, out var wait)) await wait.WaitAsync(cancellationToken);
        OnLease();
        var primaries = _primaries[tenant];
        var others = Asked.Where(_known.ContainsKey).Select(keyId => _known[keyId]).Where(key => key.Tenant == tenant).Except(primaries);
        return new KeyRing(tenant, primaries[0], primaries[1], primaries[2], others).TryLease() ?? throw new InvalidOperationException("The keys were retired.");
    }
}
