using System.Buffers.Binary;
using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>Makes first generations: 64 random bytes, wrapped, proven to unwrap, signed.</summary>
internal sealed class GenerationFactory(KekCreator keks, IKeyEncryptionService keyService, GenerationSigner signer, IKeyRings keyRings)
{
    /// <summary>Creates the tenant's key-encryption key, or takes the one that an interrupted creation left, and a primary generation of each line.</summary>
    internal async Task<List<GenerationRecord>> CreateFirstAsync(TenantId tenant, IReadOnlyList<KeyLine> lines, CancellationToken cancellationToken)
    {
        var kekId = await keks.CreateAsync("kek-" + tenant.Value, cancellationToken);
        var generations = new List<GenerationRecord>(lines.Count);
        foreach (var line in lines)
        {
            var record = new GenerationRecord
            {
                Tenant = tenant,
                KeyId = NewKeyId(generations),
                Line = line,
                Number = 1,
                State = GenerationState.Primary,
                Epoch = 1,
                KekId = kekId,
                WrappedKey = await NewWrappedKeyAsync(kekId, cancellationToken),
                Signature = default,
            };
            generations.Add(await signer.SignAsync(record, cancellationToken));
        }

        return generations;
    }

    // A wrapped key that does not come back must be noticed before anything is sealed under it.
    private async Task<byte[]> NewWrappedKeyAsync(string kekId, CancellationToken cancellationToken)
    {
        using var key = new PinnedKey(GenerationKey.KeySize);
        using var unwrapped = new PinnedKey(GenerationKey.KeySize);
        RandomNumberGenerator.Fill(key.Span);
        var wrapped = await keyService.WrapAsync(kekId, key.Memory, cancellationToken);
        var length = await keyService.UnwrapAsync(kekId, wrapped, unwrapped.Memory, cancellationToken);
        return length == GenerationKey.KeySize && CryptographicOperations.FixedTimeEquals(key.Span, unwrapped.Span)
            ? wrapped
            : throw new KeyServiceException(KeyServiceFailure.Invalid, $"What {kekId} wraps does not come back when it is unwrapped.");
    }

    // 30 random bits meet an existing id now and then; the store's own check is the last word.
    private KeyId NewKeyId(List<GenerationRecord> taken)
    {
        Span<byte> bits = stackalloc byte[sizeof(uint)];
        while (true)
        {
            RandomNumberGenerator.Fill(bits);
            var keyId = KeyId.FromBits(BinaryPrimitives.ReadUInt32LittleEndian(bits));
            if (keyRings.Find(keyId) is null && taken.TrueForAll(record => record.KeyId != keyId)) return keyId;
        }
    }
}
