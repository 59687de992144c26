using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.State;

namespace TenantGateway.Forwarding;

/// <summary>
/// Loads the assertion key, at start and whenever the keys of the gateway have changed. It is made where keys are made; while there is none that verifies,
/// this process does not serve.
/// </summary>
internal sealed class AssertionKeys(IServiceKeyStore store, IKeyEncryptionService keyService, ILogger<AssertionKeys> logger) : IHostedService, IStateReader, IStartCondition, IDisposable
{
    private const int MaxPrivateKeyBytes = 512;

    private volatile AssertionKey? _current;

    public AssertionKey Current => _current ?? throw new InvalidOperationException("The assertion key is loaded before traffic is served.");

    public string? WaitsFor => _current is null ? "the key of assertions" : null;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReloadAsync(cancellationToken);
        }
        catch (KeyServiceException waits) when (waits.Failure == KeyServiceFailure.Unavailable)
        {
            // The process starts unready, and goes on to look.
        }
    }

    public async ValueTask ReloadAsync(CancellationToken cancellationToken)
    {
        var records = await ListAsync(cancellationToken);
        if (records.Count == 0 || IsHeld(records)) return;
        var newest = records[^1];
        // The former one is not disposed: a request may be signing with it.
        _current = new AssertionKey(newest.KeyId, await UnwrapAsync(newest, cancellationToken), records);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _current?.Dispose();

    private bool IsHeld(IReadOnlyList<ServiceKeyRecord> records) =>
        _current is { } held && held.Published.Select(key => key.Kid).SequenceEqual(records.Select(record => record.KeyId), StringComparer.Ordinal);

    private async ValueTask<IReadOnlyList<ServiceKeyRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var signingKey = await keyService.GetSigningKeyAsync(cancellationToken);
        var verified = new List<ServiceKeyRecord>();
        foreach (var record in await store.ListAsync(ServiceKeyPurposes.Assertion, cancellationToken))
        {
            if (RecordSignature.Verify(signingKey, ServiceKeyRecordEncoding.Encode(record), record.Signature.Span)) verified.Add(record);
            else Log.ServiceKeyRefused(logger, record.KeyId);
        }

        return verified;
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
