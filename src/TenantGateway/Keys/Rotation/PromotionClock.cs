using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.Rotation;

/// <summary>
/// How long pending generations have been known. Each process counts for itself, on a clock that nobody sets, from when it first read the record: a
/// process that was restarted counts again from the start, and so never too little.
/// </summary>
internal sealed class PromotionClock(IOptions<KeysOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<KeyId, long> _since = new();

    /// <summary>How long after a change it is certain that every process knows it.</summary>
    internal TimeSpan Spread { get; } = TimeSpan.FromSeconds(options.Value.PromotionWaitSeconds);

    /// <summary>Begins to count for those that are new, and forgets those that are pending no more.</summary>
    internal void Observe(ImmutableArray<GenerationRecord> pending)
    {
        foreach (var keyId in _since.Keys.Except(pending.Select(record => record.KeyId))) _since.TryRemove(keyId, out _);
        foreach (var record in pending) _since.TryAdd(record.KeyId, time.GetTimestamp());
    }

    /// <summary>Counts again from the start, after an attempt that failed.</summary>
    internal void Restart(KeyId keyId) => _since[keyId] = time.GetTimestamp();

    /// <summary>How long until it may be written with; zero where it is due.</summary>
    internal TimeSpan Left(KeyId keyId)
    {
        if (!_since.TryGetValue(keyId, out var since)) return Spread;
        var left = Spread - time.GetElapsedTime(since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
