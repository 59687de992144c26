using System.Security.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Cli.Trials;

/// <summary>Keys of a tenant that exists for one trial: random, nowhere stored, zeroed with it.</summary>
internal sealed class TrialKeys : IKeyRings, IDisposable
{
    public static readonly TenantId Tenant = TenantId.Parse("trial");

    private readonly GenerationKey[] _generations;
    private readonly KeyRing _ring;

    public TrialKeys()
    {
        _generations = [Create(KeyLine.Data), Create(KeyLine.Lookup), Create(KeyLine.Audit)];
        _ring = new KeyRing(Tenant, _generations[0], _generations[1], _generations[2], []);
    }

    public GenerationInfo? Find(KeyId keyId) =>
        _ring.Find(keyId) is { } key ? new GenerationInfo(key.KeyId, Tenant, key.Line, 1, GenerationState.Primary) : null;

    public KeyRingLease Lease() => _ring.TryLease() ?? throw new ObjectDisposedException(nameof(TrialKeys));

    public ValueTask<KeyRingLease> LeaseAsync(TenantId tenant, ReadOnlyMemory<KeyId> met, CancellationToken cancellationToken) => ValueTask.FromResult(Lease());

    public void Dispose()
    {
        foreach (var generation in _generations) generation.Retire();
    }

    private static GenerationKey Create(KeyLine line)
    {
        Span<byte> material = stackalloc byte[GenerationKey.KeySize];
        RandomNumberGenerator.Fill(material);
        try
        {
            return new GenerationKey(Tenant, KeyId.FromBits((uint)RandomNumberGenerator.GetInt32(int.MaxValue)), line, material);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(material);
        }
    }
}
