using System.Buffers;
using System.Buffers.Binary;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>
/// Takes records of one tenant out of the batches, inside a transaction. A batch holds records of several tenants: its row is written anew with what is left of this tenant's,
/// and the others' bytes as they were. Nothing else ever changes a batch.
/// </summary>
internal static class AuditPruning
{
    internal const string SelectProgress =
        """
        SELECT pruned_through AS prunedThrough, tree, authorised_through AS authorisedThrough, notice_sequence AS noticeSequence, details_through AS detailsThrough
        FROM audit_pruning WHERE tenant = @tenant
        """;

    /// <summary>Whether the turn is still this process's, and nothing keeps the tenant's records: neither a hold of them nor one of the tenant.</summary>
    internal static async Task<bool> MayAsync(StoredTransaction transaction, string tenant, PruningTurn turn, DateTimeOffset now)
    {
        var moved = await transaction.ExecuteAsync(
            "UPDATE audit_pruning_turn SET leased_until = @until, unscrubbed = 1 WHERE id = 1 AND holder = @Holder AND leased_until > @now",
            new { turn.Holder, until = turn.Until.ToUnixTimeMilliseconds(), now = now.ToUnixTimeMilliseconds() });
        if (moved != 1) return false;
        return await transaction.FindAsync<long>(
            "SELECT (SELECT count(*) FROM audit_holds WHERE tenant = @tenant) + (SELECT count(*) FROM tenant_holds WHERE tenant_id = @tenant)", new { tenant }) == 0;
    }

    /// <summary>Prunes the next batches, as far as is authorised.</summary>
    internal static async Task<PruningProgress> NextAsync(StoredTransaction transaction, string tenant, PruningProgress progress, int batches)
    {
        var portions = await transaction.QueryAsync<PortionRow>(
            """
            SELECT p.first_sequence AS firstSequence, p.last_sequence AS lastSequence, p.first_index AS firstIndex, p.offsets, p.details, b.leaves
            FROM audit_portions p JOIN audit_batches b ON b.first_index = p.first_index
            WHERE p.tenant = @tenant AND p.last_sequence > @Through AND p.first_sequence <= @AuthorisedThrough
                AND p.first_sequence >= (SELECT coalesce(max(first_sequence), 0) FROM audit_portions WHERE tenant = @tenant AND first_sequence <= @next)
            ORDER BY p.first_sequence LIMIT @batches
            """,
            new { tenant, progress.Through, progress.AuthorisedThrough, next = progress.Through + 1, batches });
        var tree = progress.Tree.Clone();
        foreach (var portion in portions)
        {
            var leaves = StoredLeaves.Split(portion.Leaves);
            var gone = new Dictionary<int, PrunedLeaf>();
            foreach (var (sequence, offset) in portion.Places().Where(place => place.Sequence > tree.Size && place.Sequence <= progress.AuthorisedThrough))
            {
                if (sequence != tree.Size + 1) throw new InvalidDataException("The places of a tenant's records in the audit trail are not in sequence.");
                gone[offset] = new PrunedLeaf(tenant, sequence, leaves[offset].Hash);
                tree.Append(leaves[offset].Hash, null);
            }

            await transaction.ExecuteAsync("UPDATE audit_batches SET leaves = @leaves WHERE first_index = @FirstIndex", new { leaves = StoredLeaves.Prune(leaves, gone), portion.FirstIndex });
            await EraseAsync(transaction, tenant, portion.FirstSequence, portion.Details, tree.Size);
        }

        await transaction.ExecuteAsync("UPDATE audit_pruning SET pruned_through = @Size, tree = @edge WHERE tenant = @tenant", new { tree.Size, edge = tree.Encode(), tenant });
        return progress with { Through = tree.Size, Tree = tree };
    }

    /// <summary>Erases the details of the next batches, as far as a number.</summary>
    /// <returns>How far they are erased.</returns>
    internal static async Task<long> EraseDetailsAsync(StoredTransaction transaction, string tenant, long to, int batches)
    {
        var done = (await transaction.FindAsync<ProgressRow>(SelectProgress, new { tenant }))?.DetailsThrough ?? 0;
        var portions = await transaction.QueryAsync<DetailsRow>(
            """
            SELECT first_sequence AS firstSequence, last_sequence AS lastSequence, details FROM audit_portions
            WHERE tenant = @tenant AND last_sequence > @done AND first_sequence <= @to AND details IS NOT NULL
                AND first_sequence >= (SELECT coalesce(max(first_sequence), 0) FROM audit_portions WHERE tenant = @tenant AND first_sequence <= @next)
            ORDER BY first_sequence LIMIT @batches
            """,
            new { tenant, done, to, next = done + 1, batches });
        foreach (var portion in portions) await EraseAsync(transaction, tenant, portion.FirstSequence, portion.Details, to);
        var through = portions.Count < batches ? to : Math.Min(to, portions[^1].LastSequence);
        await transaction.ExecuteAsync(
            "INSERT INTO audit_pruning (tenant, details_through) VALUES (@tenant, @through) ON CONFLICT (tenant) DO UPDATE SET details_through = excluded.details_through",
            new { tenant, through });
        return through;
    }

    private static async Task EraseAsync(StoredTransaction transaction, string tenant, long firstSequence, byte[]? details, long through)
    {
        if (details is null) return;
        var (left, kept, sequence) = (new ArrayBufferWriter<byte>(), false, firstSequence);
        foreach (var item in AuditFrames.Split(details))
        {
            var goes = sequence++ <= through;
            kept |= !goes && item.Length > 0;
            AuditFrames.Append(left, goes ? [] : item.Span);
        }

        await transaction.ExecuteAsync(
            "UPDATE audit_portions SET details = @left WHERE tenant = @tenant AND first_sequence = @firstSequence", new { left = kept ? left.WrittenSpan.ToArray() : null, tenant, firstSequence });
    }

    internal sealed record ProgressRow(long PrunedThrough, byte[]? Tree, long AuthorisedThrough, long NoticeSequence, long DetailsThrough);

    private sealed record PortionRow(long FirstSequence, long LastSequence, long FirstIndex, byte[] Offsets, byte[]? Details, byte[] Leaves)
    {
        public IEnumerable<(long Sequence, int Offset)> Places()
        {
            for (var i = 0; i < Offsets.Length / sizeof(ushort); i++) yield return (FirstSequence + i, BinaryPrimitives.ReadUInt16BigEndian(Offsets.AsSpan(i * sizeof(ushort))));
        }
    }

    private sealed record DetailsRow(long FirstSequence, long LastSequence, byte[] Details);
}
