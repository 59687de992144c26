using System.Diagnostics;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys;

/// <summary>
/// Unwraps generations, one call to the key service each however many ask, and holds them until they are retired. A failure goes to those
/// who waited for it and is forgotten: the next one who asks tries again.
/// </summary>
internal sealed class GenerationUnwrapper(
    IKeyEncryptionService keyService, IOptions<KeysOptions> options, TimeProvider time, KeyMetrics metrics, KeyServiceState state, ILogger<GenerationUnwrapper> logger) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<KeyId, Task<GenerationKey>> _held = [];
    private readonly SemaphoreSlim _concurrent = new(options.Value.ConcurrentUnwraps);
    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(options.Value.UnwrapTimeoutSeconds);

    /// <summary>The key of that generation. The task is shared: wait for it with a token of your own, it does not end with yours.</summary>
    /// <exception cref="KeyServiceException">It cannot be unwrapped now.</exception>
    internal Task<GenerationKey> UnwrapAsync(GenerationRecord record)
    {
        lock (_gate)
        {
            if (_held.TryGetValue(record.KeyId, out var held)) return held;
            // Elsewhere, so that no part of it runs under the lock.
            var unwrapping = Task.Run(() => UnwrapOrForgetAsync(record));
            _held.Add(record.KeyId, unwrapping);
            return unwrapping;
        }
    }

    /// <summary>Retires every generation that the table no longer lets its tenant read, also those on their way.</summary>
    internal async Task RetireAllButReadableAsync(GenerationTable table)
    {
        List<Task<GenerationKey>> ended = [];
        lock (_gate)
        {
            foreach (var (keyId, held) in _held)
            {
                if (table.Record(keyId) is { } record && table.Readable(record.Tenant, keyId) is not null) continue;
                ended.Add(held);
                _held.Remove(keyId);
            }
        }

        foreach (var held in ended) await RetireAsync(held);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var held in _held.Values.Where(held => held.IsCompletedSuccessfully)) held.GetAwaiter().GetResult().Retire();
            _held.Clear();
        }

        _concurrent.Dispose();
    }

    private static async Task RetireAsync(Task<GenerationKey> held)
    {
        try
        {
            (await held).Retire();
        }
        catch (KeyServiceException)
        {
            // It was never unwrapped; those who waited for it have been told.
        }
    }

    private async Task<GenerationKey> UnwrapOrForgetAsync(GenerationRecord record)
    {
        var started = time.GetTimestamp();
        try
        {
            var key = await UnwrapInTimeAsync(record);
            metrics.Unwrapped("ok", time.GetElapsedTime(started));
            state.Succeeded();
            return key;
        }
        catch (Exception exception)
        {
            lock (_gate) _held.Remove(record.KeyId);
            var failure = exception as KeyServiceException
                ?? new KeyServiceException(KeyServiceFailure.Unavailable, "The key service failed or did not answer in time.", exception);
            metrics.Unwrapped(NameOf(failure.Failure), time.GetElapsedTime(started));
            state.Failed(NameOf(failure.Failure));
            Log.UnwrapFailed(logger, record.KeyId, record.Tenant, failure.Failure, exception);
            throw failure;
        }
    }

    private async Task<GenerationKey> UnwrapInTimeAsync(GenerationRecord record)
    {
        using var deadline = new CancellationTokenSource(_timeout, time);
        await _concurrent.WaitAsync(deadline.Token);
        try
        {
            using var key = new PinnedKey(GenerationKey.KeySize);
            var length = await keyService.UnwrapAsync(record.KekId, record.WrappedKey, key.Memory, deadline.Token);
            if (length != GenerationKey.KeySize) throw new KeyServiceException(KeyServiceFailure.Invalid, $"Generation {record.KeyId} unwraps to {length} bytes.");
            return new GenerationKey(record.Tenant, record.KeyId, record.Line, key.Span);
        }
        finally
        {
            _concurrent.Release();
        }
    }

    private static string NameOf(KeyServiceFailure failure) => failure switch
    {
        KeyServiceFailure.Unavailable => "unavailable",
        KeyServiceFailure.Denied => "denied",
        KeyServiceFailure.Invalid => "invalid",
        _ => throw new UnreachableException($"Failure {failure} has no name."),
    };
}
