using System.Security.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Protection.Canaries;

/// <summary>Keys that are drawn for one check, belong to no tenant, and are zeroed with it.</summary>
internal sealed class CanaryKeys : IKeyRings, IDisposable
{
    public static readonly TenantId Tenant = TenantId.Parse("canary");

    private readonly GenerationKey[] _generations = [Draw(KeyLine.Data, 1), Draw(KeyLine.Lookup, 2), Draw(KeyLine.Audit, 3)];
    private readonly KeyRing _ring;

    public CanaryKeys() => _ring = new KeyRing(Tenant, _generations[0], _generations[1], _generations[2], []);

    public GenerationInfo? Find(KeyId keyId) =>
        _ring.Find(keyId) is { } key ? new GenerationInfo(key.KeyId, key.Tenant, key.Line, 1, GenerationState.Primary) : null;

    public KeyRingLease Lease() => _ring.TryLease() ?? throw new ObjectDisposedException(nameof(CanaryKeys));

    public ValueTask<KeyRingLease> LeaseAsync(TenantId tenant, ReadOnlyMemory<KeyId> met, CancellationToken cancellationToken) => ValueTask.FromResult(Lease());

    public void Dispose()
    {
        _ring.Retire();
        foreach (var generation in _generations) generation.Retire();
    }

    private static GenerationKey Draw(KeyLine line, uint number)
    {
        Span<byte> material = stackalloc byte[GenerationKey.KeySize];
        RandomNumberGenerator.Fill(material);
        try
        {
            return new GenerationKey(Tenant, KeyId.FromBits(number), line, material);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(material);
        }
    }
}
