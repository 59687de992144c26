using Microsoft.Extensions.Options;
using TenantGateway.Auditing.Projections;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Alarms;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing.Alarms;

/// <summary>
/// Looks through the log for alarms, after its records are durable: one process at a time, by a lease that each of its steps renews, so that the records of all processes count once. A step is one short
/// transaction that moves on how far it got, what is remembered and what was raised together: no restart raises anything twice or passes anything over.
/// </summary>
internal sealed class AlarmWatch(IServiceProvider services, RecentBatches recent, TimeProvider time, AlarmMetrics metrics, AlarmTeller teller, ILogger<AlarmWatch> logger) : LogProjection(recent, time)
{
    /// <summary>How many records one step takes at most.</summary>
    internal const int MostRecords = 4096;

    private const int AlarmsAtOnce = 100;

    private static readonly TimeSpan BetweenForgetting = TimeSpan.FromMinutes(5);

    // Those whose record is in the log, as this process knows, and was not come across yet.
    private readonly HashSet<string> _submitted = new(StringComparer.Ordinal);
    private DateTimeOffset _forgotAt = DateTimeOffset.MinValue;

    protected override TimeSpan Rest => TimeSpan.FromMilliseconds(Options.IntervalMilliseconds);

    private AlarmOptions Options => services.GetRequiredService<IOptions<AlarmOptions>>().Value;

    private IAlarmStore Store => services.GetRequiredService<IAlarmStore>();

    internal override async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var state = await Store.ReadStateAsync(cancellationToken);
        metrics.Behind(state.LogSize - state.Through);
        var log = services.GetRequiredService<LogWatch>();
        await log.LookAtSignerAsync(state, cancellationToken);
        var now = Time.GetUtcNow();
        if (state.Holder != Holder && state.LeasedUntil > now) return false;
        IsBehind = true;
        var turn = new AlarmTurn(state, Holder, now, now + Lease);

        // :: Step 1: the log as a whole
        await log.LookAsync(state, cancellationToken);

        // :: Step 2: what is new in it
        if (state.Through < state.LogSize) return await TakeAsync(turn, cancellationToken);

        // :: Step 3: records of what was raised; only with the whole log looked at is it known which are there already
        if (await TryRecordAsync(turn, cancellationToken)) return true;

        // :: Step 4: what need not be remembered any more
        if (now - _forgotAt < BetweenForgetting) return false;
        _forgotAt = now;
        await Store.ForgetAsync(new AlarmLimits(now - TimeSpan.FromDays(Options.RememberDays), Options.MaxActors, now - TimeSpan.FromDays(Options.KeepDays)), cancellationToken);
        return false;
    }

    protected override void TellFailure(Exception fault) => Log.StepFailed(logger, fault);

    protected override void TellRecovery() => Log.Recovered(logger);

    private async Task<bool> TakeAsync(AlarmTurn turn, CancellationToken cancellationToken)
    {
        var from = turn.State.Through;
        var atOnce = RecordsOf(turn.State.LogSize - from, MostRecords);
        var (records, through) = await ReadAsync(await BatchesAsync(services.GetRequiredService<IAuditStore>(), turn.State.LogSize, from, atOnce, cancellationToken), from);
        if (through == from) return false;
        var histories = await AlarmHistories.ReadAsync(Store, records, cancellationToken);
        var judge = new AlarmJudge(Options.Rules, turn.State.LogId, turn.State.RaiseFrom);
        foreach (var record in records)
        {
            judge.Judge(record, histories.TenantOf(record), histories.ActorOf(record));
            await GiveWayAsync();
        }

        var recorded = records.Where(record => AlarmKind.IsRecordedBy(record.Event)).Select(record => record.Subject).OfType<string>().ToArray();
        var step = new AlarmStep(through) { Histories = histories.Changed, Raised = judge.Raised, Addressees = Options.Addressees, Recorded = recorded };
        if (!await Store.TryTakeAsync(turn, step, cancellationToken)) return false;
        IsBehind = through < turn.State.LogSize || judge.Raised.Count > 0;
        _submitted.ExceptWith(recorded);
        foreach (var alarm in judge.Raised) teller.Tell(alarm);
        teller.TellOfSuppressed(judge.Suppressed);
        return true;
    }

    private async Task<bool> TryRecordAsync(AlarmTurn turn, CancellationToken cancellationToken)
    {
        var open = (await Store.ReadUnrecordedAsync(AlarmsAtOnce, cancellationToken)).Where(alarm => !_submitted.Contains(alarm.Id)).ToArray();
        if (open.Length == 0 || !await Store.TryHoldAsync(turn, cancellationToken)) return false;
        foreach (var alarm in open)
        {
            try
            {
                // Without a limit of time: one that was given up might be in the log all the same.
                await services.GetRequiredService<IAuditTrail>().CommitWithoutLimitAsync(EntryOf(alarm), cancellationToken);
                _submitted.Add(alarm.Id);
            }
            catch (AuditUnavailableException fault)
            {
                Log.NotRecorded(logger, alarm.Id, fault);
                return false;
            }
        }

        return true;
    }

    private static AuditEntry EntryOf(Alarm alarm) => new()
    {
        Event = AlarmKind.Find(alarm.Kind)?.Event ?? throw new InvalidDataException("A stored alarm is of no kind."),
        Tenant = TenantId.Parse(alarm.Tenant),
        Outcome = AuditOutcomes.Ok,
        Actor = ActorId.System,
        ActorType = "system",
        Route = alarm.Route,
        Subject = alarm.Id,
        ReasonReference = alarm.Record,
        Count = alarm.Count,
    };

    // What is no record is one whose bytes are not kept: there is nothing to judge.
    private async ValueTask<(List<AlarmRecord> Records, long Through)> ReadAsync(IReadOnlyList<AuditBatch> batches, long from)
    {
        var (records, through) = (new List<AlarmRecord>(), from);
        foreach (var batch in batches.TakeWhile(batch => batch.FirstIndex <= through))
        {
            var items = StoredLeaves.Split(batch.Leaves);
            for (var i = (int)(through - batch.FirstIndex); i < items.Count; i++)
            {
                if (AlarmRecord.TryRead(items[i].Bytes.Span, batch.FirstIndex + i, out var record)) records.Add(record);
                await GiveWayAsync();
            }

            through = batch.FirstIndex + batch.Count;
        }

        return (records, through);
    }
}
