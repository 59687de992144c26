using System.Collections.Concurrent;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys;

/// <summary>
/// Refused records that are yet to be told to the audit trail: each once a process, however often it is read again. They wait here because the table
/// of keys is loaded before the trail can be written.
/// </summary>
internal sealed class RecordAlarms
{
    // Whoever can write the database could write more records than this; the metric counts them all.
    private const int MaxKnown = 10_000;

    private readonly ConcurrentDictionary<RecordAlarm, byte> _known = new();
    private readonly ConcurrentQueue<RecordAlarm> _waiting = new();

    internal void Raise(GenerationRecord record, string reason)
    {
        var alarm = new RecordAlarm($"{record.Tenant}/{record.KeyId}", record.Epoch, reason);
        if (_known.Count < MaxKnown && _known.TryAdd(alarm, 0)) _waiting.Enqueue(alarm);
    }

    internal bool TryPeek(out RecordAlarm alarm) => _waiting.TryPeek(out alarm);

    /// <summary>Takes the one that was peeked at; there is one reader.</summary>
    internal void Remove() => _waiting.TryDequeue(out _);
}

/// <param name="Subject">Tenant and key id.</param>
/// <param name="Epoch">The record's epoch.</param>
/// <param name="Reason">Why it was refused.</param>
internal readonly record struct RecordAlarm(string Subject, long Epoch, string Reason);
