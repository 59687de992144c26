using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Auditing.Retention;

/// <summary>
/// One round over all tenants. Whatever is killed in it goes on with the next: a notice that is on record is worked off before another is made, in transactions of a few batches
/// each.
/// </summary>
internal sealed class RetentionRound(IAuditRetentionStore store, ITenantLives lives, RetentionPeriods periods, DueRecords due, PruningAuthority authority, HoldsOnRecord onRecord, LastRecords last, IAuditTrail audit, TimeProvider time, ILogger<RetentionRound> logger)
{
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    // Where something was in the way.
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private const int BatchesAtOnce = 32;

    /// <summary>A name that no other process has.</summary>
    internal string Holder { get; } = Guid.NewGuid().ToString("n");

    internal async Task<bool> TryRunAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        if (!await store.TryBeginRoundAsync(Turn(), time.GetUtcNow(), cancellationToken)) return false;
        if (!await onRecord.CanTellAsync(cancellationToken))
        {
            Log.IndexBehind(logger);
            await store.EndRoundAsync(Holder, time.GetUtcNow() + Again, cancellationToken);
            return false;
        }

        var decided = await periods.ReadAsync(cancellationToken);
        foreach (var name in await store.ListTenantsAsync(cancellationToken))
        {
            var tenant = TenantId.Parse(name);
            var period = decided.TryGetValue(name, out var own) ? own : periods.DefaultOf(tenant);
            if (period is not null) await TryLookAfterAsync(tenant, period, cancellationToken);
        }

        await last.EndAllAsync(cancellationToken);
        var isScrubbed = await store.TryScrubAsync(Holder, cancellationToken);
        if (!isScrubbed) Log.NotScrubbed(logger);
        await store.EndRoundAsync(Holder, time.GetUtcNow() + (isScrubbed ? interval : Again), cancellationToken);
        return true;
    }

    private PruningTurn Turn() => new(Holder, time.GetUtcNow() + Lease);

    private async Task TryLookAfterAsync(TenantId tenant, RetentionPeriod period, CancellationToken cancellationToken)
    {
        try
        {
            // :: Step 1: what a round before left unfinished
            var progress = await store.FindProgressAsync(tenant.Value, cancellationToken);
            if (!await IsFreeAsync(tenant, cancellationToken)) return;
            if (progress.Through < progress.AuthorisedThrough && await PruneAsync(tenant, cancellationToken) is null) return;

            // :: Step 2: the details, whose time is over first
            progress = await store.FindProgressAsync(tenant.Value, cancellationToken);
            await EraseDetailsAsync(tenant, progress, period, cancellationToken);

            // :: Step 3: the records
            var until = await UntilAsync(tenant, period, cancellationToken);
            var (tree, hasAny) = await due.FindAsync(tenant.Value, progress.Through, progress.Tree, until, cancellationToken);
            if (!hasAny) return;
            if (await authority.TryAuthoriseAsync(tenant, tree, until, period.RecordDays, cancellationToken)) await PruneAsync(tenant, cancellationToken);
            else Log.NotAuthorised(logger, tenant);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // The others' time is over as well.
            Log.RoundFailed(logger, tenant, fault);
        }
    }

    // Asked again in each transaction; here so that nothing is put on record that will not be done.
    private async Task<bool> IsFreeAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        if ((await store.ListHoldsAsync(cancellationToken)).Any(hold => hold.Tenant == tenant) || await lives.FindAsync(tenant, cancellationToken) is { Hold: not null }) return false;
        if (!await onRecord.AnyAsync(tenant, cancellationToken)) return true;
        Log.HoldTakenAway(logger, tenant);
        return false;
    }

    // Records of holds that are in force outlast their time: they are what tells a hold that was taken away.
    private async Task<DateTimeOffset> UntilAsync(TenantId tenant, RetentionPeriod period, CancellationToken cancellationToken)
    {
        var until = Moment(time.GetUtcNow().AddDays(-period.RecordDays));
        if (tenant != TenantId.Operator) return until;
        return await onRecord.OldestAsync(cancellationToken) is { } since && since.AddHours(-1) < until ? Moment(since.AddHours(-1)) : until;
    }

    private async Task<long?> PruneAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        while (await store.PruneAsync(tenant.Value, Turn(), time.GetUtcNow(), BatchesAtOnce, cancellationToken) is { } progress)
        {
            if (progress.Through < progress.AuthorisedThrough) continue;
            Log.Pruned(logger, tenant, progress.Through);
            return progress.Through;
        }

        Log.Stopped(logger, tenant);
        return null;
    }

    private async Task EraseDetailsAsync(TenantId tenant, PruningProgress progress, RetentionPeriod period, CancellationToken cancellationToken)
    {
        if (period.DetailDays >= period.RecordDays) return;
        var until = Moment(time.GetUtcNow().AddDays(-period.DetailDays));
        var from = Math.Max(progress.DetailsThrough, progress.Through);
        var (through, hasAny) = await due.FindFromAsync(tenant.Value, from, until, cancellationToken);
        if (!hasAny) return;
        await audit.CommitAsync(new AuditEntry { Event = AuditEvent.AuditDetailsErased, Tenant = tenant, Outcome = AuditOutcomes.Ok, ActorType = "system", Count = through }, cancellationToken);
        while (await store.EraseDetailsAsync(tenant.Value, through, Turn(), time.GetUtcNow(), BatchesAtOnce, cancellationToken) is { } erased && erased < through)
        {
            // The next batches.
        }
    }

    // What is signed has milliseconds.
    private static DateTimeOffset Moment(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}
