using System.Buffers;
using System.Buffers.Binary;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>
/// The audit log. The row of its end is what writers wait for and hold until their commit, so that places are given out once. What an earlier version recorded is taken over
/// before anything is read.
/// </summary>
internal sealed class AuditStore(Database database) : IAuditStore
{
    // A batch has records of many tenants, and all of it is read for one. Each has one of the tenant's at least.
    private const int BatchesAtOnce = 64;

    private readonly AuditTakeover _takeover = new(database);

    public async ValueTask AppendAsync(IAuditPlacement placement, CancellationToken cancellationToken)
    {
        await _takeover.EnsureAsync(cancellationToken);
        if (await TryAppendAtKnownEndAsync(placement, cancellationToken)) return;
        await database.AppendAsync(
            async transaction =>
            {
                var head = await AuditEnd.HoldAsync(transaction);
                if (placement.Place(await GroundAsync(transaction, head, placement)) is not { } appendix) return false;
                await AuditEnd.AppendAsync(transaction, head, appendix);
                await transaction.CommitAsync();
                return true;
            },
            cancellationToken);
    }

    public async ValueTask<AuditHead> ReadHeadAsync(CancellationToken cancellationToken)
    {
        await _takeover.EnsureAsync(cancellationToken);
        var row = await database.FindAsync<AuditEnd.Row>("SELECT log_id AS logId, size, frontier FROM audit_tree WHERE id = 1", null, cancellationToken);
        return row?.ToHead() ?? throw AuditEnd.Missing();
    }

    public async ValueTask<IReadOnlyList<AuditBatch>> ReadBatchesAsync(long fromIndex, int records, CancellationToken cancellationToken)
    {
        await _takeover.EnsureAsync(cancellationToken);
        var rows = await database.QueryAsync<BatchRow>(
            """
            SELECT first_index AS firstIndex, count, leaves FROM audit_batches
            WHERE first_index >= (SELECT coalesce(max(first_index), 0) FROM audit_batches WHERE first_index <= @fromIndex) AND first_index < @end AND first_index + count > @fromIndex
            ORDER BY first_index
            """,
            new { fromIndex, end = fromIndex + Math.Max(1, records) },
            cancellationToken);
        return [.. rows.Select(row => row.ToBatch())];
    }

    public async ValueTask<IReadOnlyList<MerkleHash>> ReadNodesAsync(int level, long firstIndex, int count, CancellationToken cancellationToken)
    {
        var hashes = await database.QueryAsync<byte[]>(
            "SELECT hash FROM audit_nodes WHERE level = @level AND position >= @firstIndex AND position < @end ORDER BY position",
            new { level, firstIndex, end = firstIndex + count },
            cancellationToken);
        return [.. hashes.Select(hash => MerkleHash.Read(hash))];
    }

    public async ValueTask<IReadOnlyList<AuditRow>> ReadAsync(string tenant, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        await _takeover.EnsureAsync(cancellationToken);
        var rows = new List<AuditRow>();
        // What was pruned is not there, and is not walked through either.
        var pruned = await database.FindAsync<long>("SELECT coalesce(max(pruned_through), 0) FROM audit_pruning WHERE tenant = @tenant", new { tenant }, cancellationToken);
        afterSequence = Math.Max(afterSequence, pruned);
        while (rows.Count < limit)
        {
            var portions = await database.QueryAsync<PortionRow>(
                """
                SELECT p.tenant, p.first_sequence AS firstSequence, p.last_sequence AS lastSequence, p.first_index AS firstIndex, p.offsets, p.details, b.leaves
                FROM audit_portions p JOIN audit_batches b ON b.first_index = p.first_index
                WHERE p.tenant = @tenant AND p.last_sequence > @afterSequence
                    AND p.first_sequence >= (SELECT coalesce(max(first_sequence), 0) FROM audit_portions WHERE tenant = @tenant AND first_sequence <= @next)
                ORDER BY p.first_sequence LIMIT @batches
                """,
                new { tenant, afterSequence, next = afterSequence + 1, batches = Math.Min(BatchesAtOnce, limit - rows.Count) },
                cancellationToken);
            if (portions.Count == 0) break;
            foreach (var row in portions.SelectMany(portion => portion.Rows()).Where(row => row.Sequence > afterSequence)) rows.Add(row);
            afterSequence = portions[^1].LastSequence;
        }

        return rows.Count > limit ? rows[..limit] : rows;
    }

    public async ValueTask<int> EraseDetailsAsync(string tenant, long? sequence, CancellationToken cancellationToken)
    {
        await _takeover.EnsureAsync(cancellationToken);
        return await database.WriteAsync(
            async transaction =>
            {
                var portions = await transaction.QueryAsync<DetailsRow>(
                    """
                    SELECT first_sequence AS firstSequence, details FROM audit_portions
                    WHERE tenant = @tenant AND details IS NOT NULL AND (@sequence IS NULL OR (first_sequence <= @sequence AND last_sequence >= @sequence))
                    """,
                    new { tenant, sequence });
                var erased = 0;
                foreach (var portion in portions)
                {
                    var left = portion.Without(sequence, ref erased);
                    await transaction.ExecuteAsync("UPDATE audit_portions SET details = @left WHERE tenant = @tenant AND first_sequence = @FirstSequence", new { left, tenant, portion.FirstSequence });
                }

                await transaction.CommitAsync();
                return erased;
            },
            cancellationToken);
    }

    public async ValueTask<IReadOnlyList<OpenIntent>> ReadIntentsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => await database.QueryAsync<OpenIntent>(
        "SELECT key, leaf_index AS \"Index\" FROM audit_intents WHERE taken_at < @before ORDER BY taken_at LIMIT @limit",
        new { before = before.ToUnixTimeMilliseconds(), limit },
        cancellationToken);

    // Where the writer knows how the log ends, it need not be asked: if it is wrong, nothing happens.
    private async ValueTask<bool> TryAppendAtKnownEndAsync(IAuditPlacement placement, CancellationToken cancellationToken)
    {
        if (!database.AppendsAtOnce || placement.PlaceAtKnownEnd() is not { Opened.Count: 0, Closed.Count: 0 } appendix) return false;
        return await database.TryAppendAsync(appendix, cancellationToken);
    }

    private static async Task<AuditGround> GroundAsync(StoredTransaction transaction, AuditHead head, IAuditPlacement placement)
    {
        var tails = new Dictionary<string, AuditTail>(StringComparer.Ordinal);
        foreach (var tenant in placement.Tenants(!placement.Knows(head)))
        {
            var tail = await transaction.FindAsync<TailRow>(
                "SELECT last_sequence AS sequence, last_hash AS hash FROM audit_portions WHERE tenant = @tenant ORDER BY first_sequence DESC LIMIT 1", new { tenant });
            if (tail is not null) tails[tenant] = new AuditTail(tail.Sequence, MerkleHash.Read(tail.Hash));
        }

        var doubtful = placement.DoubtfulIndex is { } index
            ? await transaction.FindAsync<BatchRow>("SELECT first_index AS firstIndex, count, leaves FROM audit_batches WHERE first_index = @index", new { index })
            : null;
        return new AuditGround { Size = head.Size, Frontier = head.Frontier, Tails = tails, Doubtful = doubtful?.ToBatch() };
    }

    private sealed record TailRow(long Sequence, byte[] Hash);

    private sealed record BatchRow(long FirstIndex, long Count, byte[] Leaves)
    {
        public AuditBatch ToBatch() => new(FirstIndex, (int)Count, Leaves);
    }

    private sealed record PortionRow(string Tenant, long FirstSequence, long LastSequence, long FirstIndex, byte[] Offsets, byte[]? Details, byte[] Leaves)
    {
        public IEnumerable<AuditRow> Rows()
        {
            var leaves = StoredLeaves.Split(Leaves);
            var details = Details is null ? null : AuditFrames.Split(Details);
            for (var i = 0; i < Offsets.Length / sizeof(ushort); i++)
            {
                var offset = BinaryPrimitives.ReadUInt16BigEndian(Offsets.AsSpan(i * sizeof(ushort)));
                // Pruned between two readings.
                if (leaves[offset].Pruned is not null) continue;
                // Those behind the last that has any have none.
                var sealedDetails = details is not null && i < details.Count && details[i].Length > 0 ? details[i].ToArray() : null;
                yield return new AuditRow(Tenant, FirstSequence + i, leaves[offset].Bytes.ToArray(), sealedDetails) { Index = FirstIndex + offset };
            }
        }
    }

    private sealed record DetailsRow(long FirstSequence, byte[] Details)
    {
        /// <summary>What is left without those of one record, or of all.</summary>
        public byte[]? Without(long? sequence, ref int erased)
        {
            var left = new ArrayBufferWriter<byte>();
            var kept = 0;
            var at = FirstSequence;
            foreach (var details in AuditFrames.Split(Details))
            {
                var goes = details.Length > 0 && (sequence is null || at == sequence);
                if (goes) erased++;
                else if (details.Length > 0) kept++;
                AuditFrames.Append(left, goes ? [] : details.Span);
                at++;
            }

            return kept == 0 ? null : left.WrittenSpan.ToArray();
        }
    }
}
