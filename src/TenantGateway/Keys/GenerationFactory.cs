using System.Buffers.Binary;
using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>Makes generations: 64 random bytes, wrapped, proven to unwrap, signed.</summary>
internal sealed class GenerationFactory(IKekLifecycle keks, IKeyEncryptionService keyService, GenerationSigner signer, IKeyRings keyRings, TimeProvider time)
{
    /// <summary>Creates the tenant's key-encryption key, or takes the one that an interrupted creation left, and a primary generation of each line.</summary>
    internal async Task<List<GenerationRecord>> CreateFirstAsync(TenantId tenant, IReadOnlyList<KeyLine> lines, CancellationToken cancellationToken)
    {
        var kekId = await keks.CreateAsync(KekNames.Of(tenant), cancellationToken);
        var generations = new List<GenerationRecord>(lines.Count);
        foreach (var line in lines)
        {
            generations.Add(await CreateAsync(tenant, line, 1, GenerationState.Primary, kekId, generations, cancellationToken));
        }

        return generations;
    }

    /// <summary>Creates a pending generation under the key-encryption key that its line uses now.</summary>
    /// <param name="primary">The line's primary generation.</param>
    /// <param name="number">The new one's number.</param>
    /// <param name="taken">Records that are made together with it.</param>
    /// <param name="cancellationToken">Ends the calls to the key service.</param>
    internal ValueTask<GenerationRecord> CreateNextAsync(GenerationRecord primary, int number, IReadOnlyList<GenerationRecord> taken, CancellationToken cancellationToken) =>
        CreateAsync(primary.Tenant, primary.Line, number, GenerationState.Pending, primary.KekId, taken, cancellationToken);

    private async ValueTask<GenerationRecord> CreateAsync(
        TenantId tenant, KeyLine line, int number, GenerationState state, string kekId, IReadOnlyList<GenerationRecord> taken, CancellationToken cancellationToken)
    {
        using var key = new PinnedKey(GenerationKey.KeySize);
        RandomNumberGenerator.Fill(key.Span);
        var now = time.GetUtcNow();
        return await signer.SignAsync(
            new GenerationRecord
            {
                Tenant = tenant,
                KeyId = NewKeyId(taken),
                Line = line,
                Number = number,
                State = state,
                Epoch = 1,
                KekId = kekId,
                WrappedKey = await ProvenWrap.WrapAsync(keyService, kekId, key, cancellationToken),
                Signature = default,
                CreatedAt = now,
                StateSince = now,
            },
            cancellationToken);
    }

    // 30 random bits meet an existing id now and then; the store's own check is the last word.
    private KeyId NewKeyId(IReadOnlyList<GenerationRecord> taken)
    {
        Span<byte> bits = stackalloc byte[sizeof(uint)];
        while (true)
        {
            RandomNumberGenerator.Fill(bits);
            var keyId = KeyId.FromBits(BinaryPrimitives.ReadUInt32LittleEndian(bits));
            if (keyRings.Find(keyId) is null && taken.All(record => record.KeyId != keyId)) return keyId;
        }
    }
}
