using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Exports;
using TenantGateway.Core.Audit.Retention;

namespace TenantGateway.Auditing.Exports;

/// <summary>The records of an export, in order.</summary>
internal sealed class ExportRecords(IAuditStore store)
{
    private const int AtOnce = 1000;

    /// <summary>Of one tenant, or of the whole log, whatever lies before <paramref name="size"/>.</summary>
    public IAsyncEnumerable<ExportRecord> ReadAsync(AuditExportRequest request, long size, CancellationToken cancellationToken) =>
        request.Tenant is { } tenant ? OfTenantAsync(tenant, request, size, cancellationToken) : OfLogAsync(size, cancellationToken);

    private async IAsyncEnumerable<ExportRecord> OfLogAsync(long size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = 0L; next < size;)
        {
            var batches = await store.ReadBatchesAsync(next, AtOnce, cancellationToken);
            if (batches.Count == 0) throw new InvalidDataException("Records of the audit log are missing.");
            foreach (var batch in batches)
            {
                foreach (var leaf in StoredLeaves.Split(batch.Leaves))
                {
                    if (next < size) yield return new ExportRecord(next, next, leaf.Bytes.ToArray()) { Pruned = leaf.Pruned };
                    next++;
                }
            }
        }
    }

    // A period is what lies between its first and its last record, so that no number is left out where the clocks of two processes differ.
    private async IAsyncEnumerable<ExportRecord> OfTenantAsync(string tenant, AuditExportRequest request, long size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var late = new List<ExportRecord>();
        var hasBegun = false;
        for (var after = 0L; ;)
        {
            var rows = await store.ReadAsync(tenant, after, AtOnce, cancellationToken);
            if (rows.Count == 0) yield break;
            after = rows[^1].Sequence;
            foreach (var row in rows)
            {
                if (row.Index >= size) yield break;
                var time = TimeOf(row.Leaf);
                hasBegun |= request.From is null || time >= request.From;
                if (!hasBegun) continue;
                late.Add(new ExportRecord(row.Index, row.Sequence, row.Leaf));
                if (request.To is { } to && time >= to)
                {
                    // Far behind its end nothing of the period comes any more.
                    if (late.Count > AtOnce) yield break;
                    continue;
                }

                foreach (var record in late) yield return record;
                late.Clear();
            }
        }
    }

    private static DateTimeOffset TimeOf(byte[] leaf)
    {
        using var record = JsonDocument.Parse(leaf);
        return DateTimeOffset.Parse(record.RootElement.GetProperty("time").GetString() ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }
}

/// <param name="Index">Its index in the log.</param>
/// <param name="Number">Its number within its tenant; of the whole log its index.</param>
/// <param name="Leaf">Its bytes.</param>
internal sealed record ExportRecord(long Index, long Number, byte[] Leaf)
{
    /// <summary>What is left of it where it was pruned; then it has no bytes.</summary>
    public PrunedLeaf? Pruned { get; init; }
}
