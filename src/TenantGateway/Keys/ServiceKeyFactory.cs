using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys;

/// <summary>
/// Makes the gateway's own keys. They are stored wrapped by a key-encryption key of their own and signed, so that a restart keeps them and nobody who can write
/// the database can put in another.
/// </summary>
internal sealed class ServiceKeyFactory(IServiceKeyStore store, IKeyEncryptionService keyService, KekCreator keks, TimeProvider time)
{
    private const int MaxPrivateKeyBytes = 512;

    /// <summary>Makes the first key of that purpose where there is none that verifies.</summary>
    /// <returns>Whether one was made.</returns>
    internal async Task<bool> EnsureAsync(string purpose, CancellationToken cancellationToken)
    {
        var signingKey = await keyService.GetSigningKeyAsync(cancellationToken);
        var stored = await store.ListAsync(purpose, cancellationToken);
        if (stored.Any(record => RecordSignature.Verify(signingKey, ServiceKeyRecordEncoding.Encode(record), record.Signature.Span))) return false;
        await store.AddAsync(await CreateAsync(purpose, cancellationToken), cancellationToken);
        return true;
    }

    private async Task<ServiceKeyRecord> CreateAsync(string purpose, CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var privateKey = new PinnedKey(MaxPrivateKeyBytes);
        if (!key.TryExportPkcs8PrivateKey(privateKey.Span, out var length)) throw new CryptographicException("The private key is longer than expected.");
        var publicKey = key.ExportSubjectPublicKeyInfo();
        var kek = await keks.CreateAsync("service-" + purpose, cancellationToken);
        var record = new ServiceKeyRecord
        {
            KeyId = Base32.Encode(SHA256.HashData(publicKey).AsSpan(0, 10)),
            Purpose = purpose,
            KekId = kek,
            WrappedKey = await keyService.WrapAsync(kek, privateKey.Memory[..length], cancellationToken),
            PublicKey = publicKey,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds()),
            Signature = default,
        };
        return record with { Signature = await keyService.SignAsync(RecordSignature.Digest(ServiceKeyRecordEncoding.Encode(record)), cancellationToken) };
    }
}
