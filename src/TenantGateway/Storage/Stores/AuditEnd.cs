using System.Runtime.InteropServices;
using TenantGateway.Core.Audit;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>The end of the audit log inside a transaction.</summary>
internal static class AuditEnd
{
    /// <summary>Reads the end and holds it until the transaction ends: in both dialects an update locks the row, a reading would not.</summary>
    internal static async Task<AuditHead> HoldAsync(StoredTransaction transaction)
    {
        var rows = await transaction.QueryAsync<Row>("UPDATE audit_tree SET id = 1 WHERE id = 1 RETURNING log_id AS \"LogId\", size AS \"Size\", frontier AS \"Frontier\"");
        return rows is [var row] ? row.ToHead() : throw Missing();
    }

    /// <summary>Writes a batch with all that belongs to it at the end that is held.</summary>
    internal static async Task AppendAsync(StoredTransaction transaction, AuditHead head, AuditAppendix appendix)
    {
        if (appendix.Batch.FirstIndex != head.Size) throw new InvalidOperationException("The batch is not placed at the end of the log.");
        await transaction.ExecuteAllAsync([.. Statements(appendix)]);
    }

    private static IEnumerable<(string Sql, object Parameters)> Statements(AuditAppendix appendix)
    {
        var (batch, time) = (appendix.Batch, appendix.Time.ToUnixTimeMilliseconds());
        yield return (
            "INSERT INTO audit_batches (first_index, count, committed_at, leaves) VALUES (@FirstIndex, @Count, @time, @leaves)",
            new { batch.FirstIndex, batch.Count, time, leaves = Whole(batch.Leaves) });
        foreach (var portion in appendix.Portions)
        {
            yield return (
                """
                INSERT INTO audit_portions (tenant, first_sequence, last_sequence, first_index, offsets, last_hash, details)
                VALUES (@Tenant, @FirstSequence, @LastSequence, @FirstIndex, @Offsets, @LastHash, @Details)
                """,
                PortionValues.Of(portion, batch.FirstIndex));
        }

        foreach (var node in appendix.Nodes) yield return ("INSERT INTO audit_nodes (level, position, hash) VALUES (@Level, @Position, @Hash)", new NodeValues(node.Id.Level, node.Id.Index, node.Hash.ToArray()));
        foreach (var intent in appendix.Opened)
        {
            yield return (
                "INSERT INTO audit_intents (key, leaf_index, taken_at) VALUES (@Key, @Index, @time) ON CONFLICT (key) DO UPDATE SET leaf_index = excluded.leaf_index, taken_at = excluded.taken_at",
                new { intent.Key, intent.Index, time });
        }

        foreach (var key in appendix.Closed) yield return ("DELETE FROM audit_intents WHERE key = @key", new { key });
        yield return ("UPDATE audit_tree SET size = @size, frontier = @frontier WHERE id = 1", new { size = batch.FirstIndex + batch.Count, frontier = appendix.Frontier.ToArray() });
    }

    // A copy of nothing that is an array of its own already.
    private static byte[] Whole(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment is { Array: { } array, Offset: 0 } && segment.Count == array.Length ? array : bytes.ToArray();

    internal static InvalidOperationException Missing() => new("The database has lost the end of its audit trail.");

    internal sealed record Row(byte[] LogId, long Size, byte[] Frontier)
    {
        public AuditHead ToHead() => new(LogId, Size, Frontier);
    }

    private sealed record NodeValues(int Level, long Position, byte[] Hash);

    private sealed record PortionValues(string Tenant, long FirstSequence, long LastSequence, long FirstIndex, byte[] Offsets, byte[] LastHash, byte[]? Details)
    {
        public static PortionValues Of(AuditPortion portion, long firstIndex) =>
            new(portion.Tenant, portion.FirstSequence, portion.Tail.Sequence, firstIndex, portion.Offsets, portion.Tail.Hash.ToArray(), portion.Details);
    }
}
