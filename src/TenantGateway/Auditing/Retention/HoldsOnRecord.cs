using TenantGateway.Auditing.Search;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing.Retention;

/// <summary>
/// What the log says of holds: the row of one can be taken out of the database by whoever writes there, its record cannot. Looked up in the index, so nothing is pruned while that
/// is far behind.
/// </summary>
internal sealed class HoldsOnRecord(IAuditIndex index, AuditSearcher searcher)
{
    // What may come while a round begins.
    private const int MostBehind = 10_000;

    // The oldest that are looked through; whatever is behind them is younger.
    private const int MostHolds = 10_000;

    // A tenant that a restored backup brought back held is buried with its hold.
    private static readonly (AuditEvent Begin, AuditEvent[] Ends)[] Kinds =
    [
        (AuditEvent.AuditHeld, [AuditEvent.AuditReleased]), (AuditEvent.TenantHeld, [AuditEvent.TenantReleased, AuditEvent.TenantResurrectionRefused]),
    ];

    internal async Task<bool> CanTellAsync(CancellationToken cancellationToken) =>
        await index.ReadStateAsync(cancellationToken) is var state && state.LogSize - state.Through <= MostBehind;

    internal async Task<bool> AnyAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        foreach (var (begin, ends) in Kinds)
        {
            if (await LastAsync(begin, tenant, cancellationToken) is not { } began) continue;
            var ended = 0L;
            foreach (var end in ends) ended = Math.Max(ended, await LastAsync(end, tenant, cancellationToken) ?? 0);
            if (ended < began) return true;
        }

        return false;
    }

    /// <summary>When the oldest hold that nothing ended began; null where there is none.</summary>
    internal async Task<DateTimeOffset?> OldestAsync(CancellationToken cancellationToken)
    {
        var oldest = (DateTimeOffset?)null;
        foreach (var (begin, _) in Kinds)
        {
            var filter = new AuditFilter { Tenant = TenantId.Operator.Value, Terms = [new AuditTerm(TermKind.Event, begin.Name), new AuditTerm(TermKind.Outcome, AuditOutcomes.Ok)] };
            var (_, found) = await searcher.FindAsync(filter, (0, long.MaxValue), ascending: true, MostHolds, cancellationToken);
            foreach (var leaf in await index.FindLeavesAsync(filter.Tenant, found, cancellationToken))
            {
                if (!AuditRecord.TryRead(leaf.Leaf, out var record) || record.Time >= oldest) continue;
                if (record.Terms.FirstOrDefault(term => term.Kind == TermKind.Subject).Value is { } held && TenantId.TryParse(held, out var tenant) && await AnyAsync(tenant, cancellationToken)) oldest = record.Time;
            }
        }

        return oldest;
    }

    private async Task<long?> LastAsync(AuditEvent happened, TenantId tenant, CancellationToken cancellationToken)
    {
        var filter = new AuditFilter
        {
            Tenant = TenantId.Operator.Value,
            Terms = [new AuditTerm(TermKind.Event, happened.Name), new AuditTerm(TermKind.Outcome, AuditOutcomes.Ok), new AuditTerm(TermKind.Subject, tenant.Value)],
        };
        var (_, found) = await searcher.FindAsync(filter, (0, long.MaxValue), ascending: false, 1, cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }
}
