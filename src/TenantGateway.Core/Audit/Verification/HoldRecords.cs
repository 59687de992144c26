using System.Globalization;
using System.Text.Json;
using TenantGateway.Core.Audit.Retention;

namespace TenantGateway.Core.Audit.Verification;

/// <summary>
/// Holds what is gone of a whole log to the holds on record: while a tenant is held, nothing may go that no notice covered when the hold began. The row that keeps a pruning from
/// being made is in the database, and whoever writes there can take it away; the record cannot be.
/// </summary>
internal sealed class HoldRecords
{
    private static readonly string[] Begins = [AuditEvent.AuditHeld.Name, AuditEvent.TenantHeld.Name];

    // The last is what a restored backup comes to: the tenant was destroyed before it was held.
    private static readonly string[] Ends = [AuditEvent.AuditReleased.Name, AuditEvent.TenantReleased.Name, AuditEvent.TenantResurrectionRefused.Name];

    private readonly Dictionary<(string Tenant, string Kind), Hold> _open = [];
    private readonly Dictionary<string, long> _covered = new(StringComparer.Ordinal);

    /// <summary>Takes a record that is there.</summary>
    public void Add(AuditLeafHead head, ReadOnlySpan<byte> leaf, long index)
    {
        if (head.Event == AuditEvent.AuditPruned.Name)
        {
            if (PruningNotices.TryRead(leaf.ToArray(), out var notice)) _covered[head.Tenant] = Math.Max(_covered.GetValueOrDefault(head.Tenant), notice.Through);
            return;
        }

        if (head.Tenant != Tenants.TenantId.Operator.Value || head.Event is not { } name || !(Begins.Contains(name) || Ends.Contains(name)) || TenantOf(leaf) is not { } tenant) return;
        if (name == AuditEvent.TenantResurrectionRefused.Name) _open.Remove((tenant, AuditEvent.TenantHeld.Name));
        else if (Array.IndexOf(Ends, name) is >= 0 and var end) _open.Remove((tenant, Begins[end]));
        else _open.TryAdd((tenant, name), new Hold(index, head.Sequence, _covered.GetValueOrDefault(tenant)));
    }

    /// <summary>What does not hold at the end of the log.</summary>
    /// <param name="gone">Up to which number each tenant's records are gone.</param>
    public IEnumerable<AuditFinding> Findings(IReadOnlyDictionary<string, long> gone)
    {
        foreach (var ((tenant, _), hold) in _open)
        {
            if (gone.GetValueOrDefault(tenant) <= hold.Covered) continue;
            yield return new AuditFinding("pruned_under_hold", string.Create(
                CultureInfo.InvariantCulture, $"It holds the records of {tenant}, no record ends that, and the records {hold.Covered + 1} to {gone[tenant]} are gone since."))
            {
                Index = hold.Index, Tenant = Tenants.TenantId.Operator.Value, Sequence = hold.Sequence,
            };
        }
    }

    // Of what was done, not of what was tried.
    private static string? TenantOf(ReadOnlySpan<byte> leaf)
    {
        using var record = JsonDocument.Parse(leaf.ToArray());
        return record.RootElement.TryGetProperty("outcome", out var outcome) && outcome.GetString() == AuditOutcomes.Ok && record.RootElement.TryGetProperty("subject", out var subject) ? subject.GetString() : null;
    }

    /// <param name="Index">Of its record.</param>
    /// <param name="Sequence">The number of that record.</param>
    /// <param name="Covered">Up to which number notices covered the tenant's records then.</param>
    private readonly record struct Hold(long Index, long Sequence, long Covered);
}
