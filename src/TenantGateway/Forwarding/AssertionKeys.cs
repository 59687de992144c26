using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Forwarding;

/// <summary>
/// Loads the assertion key at start, or makes the first one. It is stored wrapped by a key-encryption key of its own and signed, so that a
/// restart keeps it and nobody who can write the database can put in another.
/// </summary>
internal sealed class AssertionKeys(
    IServiceKeyStore store, IKeyEncryptionService keyService, IKekLifecycle keks, TimeProvider time, ILogger<AssertionKeys> logger) : IHostedService, IDisposable
{
    private const string Purpose = "assertion";
    private const string KekName = "service-assertion";
    private const int MaxPrivateKeyBytes = 512;

    private AssertionKey? _current;

    public AssertionKey Current => _current ?? throw new InvalidOperationException("The assertion key is loaded when the host starts.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var records = await ListAsync(cancellationToken);
        if (records.Count == 0)
        {
            await store.AddAsync(await CreateAsync(cancellationToken), cancellationToken);
            records = await ListAsync(cancellationToken);
        }

        var newest = records[^1];
        _current = new AssertionKey(newest.KeyId, await UnwrapAsync(newest, cancellationToken), records);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _current?.Dispose();

    private async ValueTask<IReadOnlyList<ServiceKeyRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var signingKey = await keyService.GetSigningKeyAsync(cancellationToken);
        var verified = new List<ServiceKeyRecord>();
        foreach (var record in await store.ListAsync(Purpose, cancellationToken))
        {
            if (RecordSignature.Verify(signingKey, ServiceKeyRecordEncoding.Encode(record), record.Signature.Span)) verified.Add(record);
            else Log.ServiceKeyRefused(logger, record.KeyId);
        }

        return verified;
    }

    private async ValueTask<ServiceKeyRecord> CreateAsync(CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var privateKey = new PinnedKey(MaxPrivateKeyBytes);
        if (!key.TryExportPkcs8PrivateKey(privateKey.Span, out var length)) throw new CryptographicException("The private key is longer than expected.");
        var publicKey = key.ExportSubjectPublicKeyInfo();
        var kek = await keks.CreateAsync(KekName, cancellationToken);
        var record = new ServiceKeyRecord
        {
            KeyId = Base32.Encode(SHA256.HashData(publicKey).AsSpan(0, 10)),
            Purpose = Purpose,
            KekId = kek,
            WrappedKey = await keyService.WrapAsync(kek, privateKey.Memory[..length], cancellationToken),
            PublicKey = publicKey,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds()),
            Signature = default,
        };
        return record with { Signature = await keyService.SignAsync(RecordSignature.Digest(ServiceKeyRecordEncoding.Encode(record)), cancellationToken) };
    }

    private async ValueTask<ECDsa> UnwrapAsync(ServiceKeyRecord record, CancellationToken cancellationToken)
    {
        using var privateKey = new PinnedKey(MaxPrivateKeyBytes);
        var length = await keyService.UnwrapAsync(record.KekId, record.WrappedKey, privateKey.Memory, cancellationToken);
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(privateKey.Span[..length], out _);
        return key;
    }
}
