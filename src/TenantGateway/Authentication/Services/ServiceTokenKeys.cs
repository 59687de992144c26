using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.State;

namespace TenantGateway.Authentication.Services;

/// <summary>
/// Loads the keys of service tokens, at start and whenever the keys of the gateway have changed. They are made where keys are made; while there is none that
/// verifies, no service gets or uses a token here, and everything else goes on.
/// </summary>
internal sealed class ServiceTokenKeys(IServiceKeyStore store, IKeyEncryptionService keyService, ILogger<ServiceTokenKeys> logger) : IHostedService, IStateReader, IDisposable
{
    private const int MaxPrivateKeyBytes = 512;

    private volatile ServiceTokenKey? _current;

    /// <summary>Null while there is none.</summary>
    public ServiceTokenKey? Current => _current;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReloadAsync(cancellationToken);
        }
        catch (KeyServiceException waits) when (waits.Failure == KeyServiceFailure.Unavailable)
        {
            // The next look at the state tries again.
        }
    }

    public async ValueTask ReloadAsync(CancellationToken cancellationToken)
    {
        var stored = await store.ListAsync(ServiceKeyPurposes.ServiceToken, cancellationToken);
        if (stored.Count == 0) return;
        var signingKey = await keyService.GetSigningKeyAsync(cancellationToken);
        var records = stored.Where(record => Verifies(record, signingKey)).ToList();
        if (records.Count == 0 || _current?.KeyIds.SequenceEqual(records.Select(record => record.KeyId), StringComparer.Ordinal) == true) return;
        // The former one is not disposed: a request may be signing with it.
        _current = new ServiceTokenKey(records[^1].KeyId, await UnwrapAsync(records[^1], cancellationToken), records);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _current?.Dispose();

    private bool Verifies(ServiceKeyRecord record, ReadOnlyMemory<byte> signingKey)
    {
        if (RecordSignature.Verify(signingKey.Span, ServiceKeyRecordEncoding.Encode(record), record.Signature.Span)) return true;
        Log.ServiceKeyRefused(logger, record.KeyId);
        return false;
    }

    private async ValueTask<ECDsa> UnwrapAsync(ServiceKeyRecord record, CancellationToken cancellationToken)
    {
        using var wrapped = new PinnedKey(MaxPrivateKeyBytes);
        var length = await keyService.UnwrapAsync(record.KekId, record.WrappedKey, wrapped.Memory, cancellationToken);
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(wrapped.Span[..length], out _);
        return key;
    }
}
