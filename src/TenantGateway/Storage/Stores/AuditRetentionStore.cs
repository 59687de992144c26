using TenantGateway.Core.Access;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Tenants;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>How long audit records are kept, and the pruning of those whose time is over.</summary>
internal sealed class AuditRetentionStore(Database database) : IAuditRetentionStore
{
    public async ValueTask<IReadOnlyList<RetentionPeriod>> ListPeriodsAsync(CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<PeriodRow>(
            "SELECT tenant, record_days AS recordDays, detail_days AS detailDays, operation, set_at AS setAt FROM audit_retention ORDER BY tenant", null, cancellationToken);
        return [.. rows.Select(row => new RetentionPeriod(TenantId.Parse(row.Tenant), (int)row.RecordDays, (int)row.DetailDays, row.Operation, Time(row.SetAt)))];
    }

    public async ValueTask SetPeriodAsync(RetentionPeriod period, CancellationToken cancellationToken) => await database.ChangeAsync(
        """
        INSERT INTO audit_retention (tenant, record_days, detail_days, operation, set_at) VALUES (@tenant, @RecordDays, @DetailDays, @Operation, @setAt)
        ON CONFLICT (tenant) DO UPDATE SET record_days = excluded.record_days, detail_days = excluded.detail_days, operation = excluded.operation, set_at = excluded.set_at
        """,
        new { tenant = period.Tenant.Value, period.RecordDays, period.DetailDays, period.Operation, setAt = period.SetAt.ToUnixTimeMilliseconds() },
        cancellationToken);

    public async ValueTask<IReadOnlyList<AuditHold>> ListHoldsAsync(CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<HoldRow>("SELECT tenant, since, held_by AS heldBy FROM audit_holds ORDER BY tenant", null, cancellationToken);
        return [.. rows.Select(row => new AuditHold(TenantId.Parse(row.Tenant), Time(row.Since), new ActorId(row.HeldBy)))];
    }

    public async ValueTask<bool> TryHoldAsync(AuditHold hold, CancellationToken cancellationToken) => await database.ChangeAsync(
        "INSERT INTO audit_holds (tenant, since, held_by) VALUES (@tenant, @since, @by) ON CONFLICT (tenant) DO NOTHING",
        new { tenant = hold.Tenant.Value, since = hold.Since.ToUnixTimeMilliseconds(), by = hold.By.Value },
        cancellationToken);

    public async ValueTask<bool> TryLiftAsync(AuditHold hold, CancellationToken cancellationToken) => await database.ChangeAsync(
        "DELETE FROM audit_holds WHERE tenant = @tenant AND since = @since", new { tenant = hold.Tenant.Value, since = hold.Since.ToUnixTimeMilliseconds() }, cancellationToken);

    // From one to the next by the index: their records are many, and they are few.
    public async ValueTask<IReadOnlyList<string>> ListTenantsAsync(CancellationToken cancellationToken)
    {
        var tenants = new List<string>();
        while (await database.FindAsync<string>(
            "SELECT tenant FROM audit_portions WHERE tenant > @last ORDER BY tenant LIMIT 1", new { last = tenants.Count == 0 ? "" : tenants[^1] }, cancellationToken) is { } next)
        {
            tenants.Add(next);
        }

        return tenants;
    }

    public async ValueTask<PruningProgress> FindProgressAsync(string tenant, CancellationToken cancellationToken) =>
        ProgressOf(await database.FindAsync<AuditPruning.ProgressRow>(AuditPruning.SelectProgress, new { tenant }, cancellationToken));

    public async ValueTask<long> FindLastSequenceAsync(string tenant, CancellationToken cancellationToken) => await database.FindAsync<long>(
        "SELECT coalesce(max(last_sequence), 0) FROM audit_portions WHERE tenant = @tenant AND first_sequence = (SELECT max(first_sequence) FROM audit_portions WHERE tenant = @tenant)",
        new { tenant },
        cancellationToken);

    public async ValueTask<bool> TryBeginRoundAsync(PruningTurn turn, DateTimeOffset now, CancellationToken cancellationToken) => await database.ChangeAsync(
        "UPDATE audit_pruning_turn SET holder = @Holder, leased_until = @until WHERE id = 1 AND next_round <= @now AND (leased_until <= @now OR holder = @Holder)",
        new { turn.Holder, until = turn.Until.ToUnixTimeMilliseconds(), now = now.ToUnixTimeMilliseconds() },
        cancellationToken);

    public async ValueTask<bool> TryScrubAsync(string holder, CancellationToken cancellationToken)
    {
        if (await database.FindAsync<long>("SELECT unscrubbed FROM audit_pruning_turn WHERE id = 1", null, cancellationToken) == 0) return true;
        if (!await database.TryScrubTrailAsync(cancellationToken)) return false;
        await database.ChangeAsync("UPDATE audit_pruning_turn SET unscrubbed = 0 WHERE id = 1 AND holder = @holder", new { holder }, cancellationToken);
        return true;
    }

    public async ValueTask EndRoundAsync(string holder, DateTimeOffset next, CancellationToken cancellationToken) => await database.ChangeAsync(
        "UPDATE audit_pruning_turn SET leased_until = 0, next_round = @next WHERE id = 1 AND holder = @holder", new { holder, next = next.ToUnixTimeMilliseconds() }, cancellationToken);

    public async ValueTask AuthoriseAsync(string tenant, long through, long noticeSequence, CancellationToken cancellationToken) => await database.ChangeAsync(
        """
        INSERT INTO audit_pruning (tenant, authorised_through, notice_sequence) VALUES (@tenant, @through, @noticeSequence)
        ON CONFLICT (tenant) DO UPDATE SET authorised_through = excluded.authorised_through, notice_sequence = excluded.notice_sequence
        WHERE audit_pruning.authorised_through < excluded.authorised_through
        """,
        new { tenant, through, noticeSequence },
        cancellationToken);

    public async ValueTask<PruningProgress?> PruneAsync(string tenant, PruningTurn turn, DateTimeOffset now, int batches, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            if (!await AuditPruning.MayAsync(transaction, tenant, turn, now)) return null;
            await AuditIndexPruning.HoldAsync(transaction);
            var progress = await AuditPruning.NextAsync(transaction, tenant, ProgressOf(await transaction.FindAsync<AuditPruning.ProgressRow>(AuditPruning.SelectProgress, new { tenant })), batches);
            await AuditIndexPruning.ApplyAsync(transaction, tenant, progress.Through, isLast: progress.Through >= progress.AuthorisedThrough);
            await transaction.CommitAsync();
            return progress;
        },
        cancellationToken);

    public async ValueTask<long?> EraseDetailsAsync(string tenant, long through, PruningTurn turn, DateTimeOffset now, int batches, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            if (!await AuditPruning.MayAsync(transaction, tenant, turn, now)) return (long?)null;
            var erased = await AuditPruning.EraseDetailsAsync(transaction, tenant, through, batches);
            await transaction.CommitAsync();
            return erased;
        },
        cancellationToken);

    private static PruningProgress ProgressOf(AuditPruning.ProgressRow? row)
    {
        if (row is null) return new PruningProgress(0, new MerkleFrontier(), 0, 0, 0);
        var tree = row.Tree is null ? new MerkleFrontier() : MerkleFrontier.TryDecode(row.Tree, out var decoded) ? decoded : null;
        return tree is null || tree.Size != row.PrunedThrough
            ? throw new InvalidDataException("The stored tree of pruned records is not one of their number.")
            : new PruningProgress(row.PrunedThrough, tree, row.AuthorisedThrough, row.NoticeSequence, row.DetailsThrough);
    }

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private sealed record PeriodRow(string Tenant, long RecordDays, long DetailDays, string Operation, long SetAt);

    private sealed record HoldRow(string Tenant, long Since, string HeldBy);
}
