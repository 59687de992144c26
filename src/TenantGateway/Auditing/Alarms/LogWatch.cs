using Microsoft.Extensions.Options;
using TenantGateway.Auditing.Checkpoints;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Alarms;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing.Alarms;

/// <summary>
/// Whether the log itself is as it should be: signed in time, by a signer that does not refuse, and searchable. What it compares is only what it has seen itself for that long: a process that has just
/// begun, or a log that was at rest, is no alarm.
/// </summary>
internal sealed class LogWatch(
    IAlarmStore store, IAuditStore log, IAuditCheckpointStore checkpoints, IAuditIndex index, CheckpointService signer, IOptions<AlarmOptions> options, TimeProvider time, AlarmTeller teller)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    private DateTimeOffset _lookedAt = DateTimeOffset.MinValue;
    private DateTimeOffset _refusedAt = DateTimeOffset.MinValue;
    private long _signed = -1;
    private Wait? _unsigned;
    private Wait? _behind;

    /// <summary>Whether the signer of this process refuses. Each process asks its own: what one remembers another may not.</summary>
    internal async Task LookAtSignerAsync(AlarmState state, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (signer.Refusal is null || now - _refusedAt < BetweenLooks) return;
        _refusedAt = now;
        await RaiseAsync(state, AlarmKind.LogUnsigned, "refused", null, cancellationToken);
    }

    /// <summary>Looks at the log as all processes have it, every few seconds.</summary>
    internal async Task LookAsync(AlarmState state, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - _lookedAt < BetweenLooks) return;
        _lookedAt = now;
        await LookAtCheckpointsAsync(state, now, cancellationToken);
        await LookAtIndexAsync(state, now, cancellationToken);
    }

    private async Task LookAtCheckpointsAsync(AlarmState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var size = (await checkpoints.FindNewestAsync(cancellationToken))?.Size ?? 0;
        // Whatever is signed ends the wait.
        _unsigned = size >= state.LogSize || size != _signed ? null : Wait.Longer(_unsigned, now);
        _signed = size;
        if (_unsigned?.IsLongerThan(TimeSpan.FromMinutes(options.Value.UnsignedMinutes), now) == true) await RaiseAsync(state, AlarmKind.LogUnsigned, "old", state.LogSize - size, cancellationToken);
    }

    private async Task LookAtIndexAsync(AlarmState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var patience = TimeSpan.FromMinutes(options.Value.BehindMinutes);
        var indexed = await index.ReadStateAsync(cancellationToken);
        var isBehind = indexed.Through < indexed.LogSize && now - await WrittenAsync(indexed.Through, cancellationToken) > patience;
        _behind = isBehind ? Wait.Longer(_behind, now) : null;
        if (_behind?.IsLongerThan(patience, now) == true) await RaiseAsync(state, AlarmKind.LogBehind, "index", indexed.LogSize - indexed.Through, cancellationToken);
    }

    // One whose bytes are not kept any more was written long ago.
    private async Task<DateTimeOffset> WrittenAsync(long at, CancellationToken cancellationToken)
    {
        if (await log.ReadBatchesAsync(at, 1, cancellationToken) is not [{ } batch, ..]) return time.GetUtcNow();
        return AlarmRecord.TryRead(StoredLeaves.Split(batch.Leaves)[(int)(at - batch.FirstIndex)].Bytes.Span, at, out var record) ? record.Time : DateTimeOffset.MinValue;
    }

    private async Task RaiseAsync(AlarmState state, AlarmKind kind, string cause, long? count, CancellationToken cancellationToken)
    {
        if (options.Value.Rules.Off.Contains(kind)) return;
        var now = time.GetUtcNow();
        var alarm = new Alarm { Id = Alarm.IdOf(state.LogId, kind, TenantId.Operator.Value, now.UtcTicks), Kind = kind.Name, Tenant = TenantId.Operator.Value, At = now, Cause = cause, Count = count };
        if (await store.TryRaiseAsync(alarm, now - options.Value.Rules.Quiet, options.Value.Addressees, cancellationToken)) teller.Tell(alarm);
    }

    /// <summary>Something that does not come.</summary>
    /// <param name="Since">Since when.</param>
    /// <param name="Looks">How often it was not there.</param>
    private sealed record Wait(DateTimeOffset Since, int Looks)
    {
        // A clock that leaps, as that of a machine that slept, makes no wait.
        private const int FewestLooks = 4;

        public static Wait Longer(Wait? before, DateTimeOffset now) => before is null ? new Wait(now, 1) : before with { Looks = before.Looks + 1 };

        public bool IsLongerThan(TimeSpan patience, DateTimeOffset now) => now - Since > patience && Looks >= FewestLooks;
    }
}
