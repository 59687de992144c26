using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys;

/// <summary>
/// Unwraps generations, one call to the key service each however many ask, and holds them until they are retired. A failure goes to those
/// who waited for it and is kept for a few seconds only, so that a crowd does not become a storm of calls.
/// </summary>
internal sealed class GenerationUnwrapper(
    KekStates states, HeldGenerations held, KeyServiceCalls calls, KekWatch watch, IOptions<KeysOptions> options,
    TimeProvider time, KeyMetrics metrics, KeyServiceState state, ILogger<GenerationUnwrapper> logger)
{
    private readonly ConcurrentDictionary<KeyId, Failure> _failures = new();
    private readonly TimeSpan _memory = TimeSpan.FromSeconds(options.Value.FailureMemorySeconds);

    /// <summary>
    /// The key of that generation; null where it was retired before it came, and may be asked for again. The task is shared: wait for it with a token of
    /// your own, it does not end with yours.
    /// </summary>
    /// <exception cref="KeyServiceException">It cannot be unwrapped now.</exception>
    internal Task<GenerationKey?> UnwrapAsync(GenerationRecord record)
    {
        var kek = states.Of(record);
        if (kek.Shut is { } shut) throw new KeyServiceException(shut, $"The key-encryption key {kek.KekId} of {kek.Tenant} is shut.");
        if (_failures.TryGetValue(record.KeyId, out var failed) && time.GetElapsedTime(failed.At) < _memory)
            throw new KeyServiceException(failed.Kind, $"Generation {record.KeyId} could not be unwrapped a moment ago.");
        return held.GetOrBegin(record, place => Task.Run(() => UnwrapAsync(record, kek, place)));
    }

    /// <summary>Forgets failures of generations that the table does not have.</summary>
    internal void ForgetAllBut(GenerationTable table)
    {
        foreach (var (keyId, _) in _failures)
        {
            if (table.Record(keyId) is null) _failures.TryRemove(keyId, out _);
        }
    }

    private async Task<GenerationKey?> UnwrapAsync(GenerationRecord record, KekState kek, HeldPlace place)
    {
        var (started, turn) = (time.GetTimestamp(), kek.Turn);
        try
        {
            var key = await calls.UnwrapAsync(record);
            metrics.Unwrapped("ok", time.GetElapsedTime(started));
            _failures.TryRemove(record.KeyId, out _);
            return TakeIn(key, kek, place, started, turn) ? key : null;
        }
        catch (KeyServiceException failure)
        {
            held.GiveUp(place);
            metrics.Unwrapped(KeyMetrics.NameOf(failure.Failure), time.GetElapsedTime(started));
            Follow(record, kek, failure);
            throw;
        }
    }

    private bool TakeIn(GenerationKey key, KekState kek, HeldPlace place, long started, int turn)
    {
        if (watch.Succeeded(kek, started, turn))
        {
            state.Succeeded();
            return held.TryTakeIn(place, key);
        }

        held.GiveUp(place);
        key.Retire();
        return false;
    }

    private void Follow(GenerationRecord record, KekState kek, KeyServiceException failure)
    {
        Log.UnwrapFailed(logger, record.KeyId, record.Tenant, failure.Failure, failure);
        _failures[record.KeyId] = new Failure(failure.Failure, time.GetTimestamp());
        if (failure.InnerException is VaultBusyException) return;
        if (failure.Failure != KeyServiceFailure.Invalid)
        {
            watch.Failed(kek, failure.Failure);
            return;
        }

        // One damaged generation says nothing of the key that wraps it, nor of the others.
        state.Damaged();
        Log.Damaged(logger, record.KeyId, record.Tenant);
    }

    private readonly record struct Failure(KeyServiceFailure Kind, long At);
}
