using System.Buffers;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>
/// Takes over what an earlier version recorded, one row a record, into the log: the same bytes in the same order, all in one transaction. Once, before the log is used.
/// </summary>
internal sealed class AuditTakeover(Database database)
{
    private const int BatchSize = 256;

    private readonly Lock _gate = new();
    private Task? _takingOver;

    internal Task EnsureAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Whoever comes after a failure tries again.
            if (_takingOver is null or { IsFaulted: true }) _takingOver = RunAsync();
            return _takingOver.IsCompletedSuccessfully ? _takingOver : _takingOver.WaitAsync(cancellationToken);
        }
    }

    private async Task RunAsync()
    {
        if (await database.FindAsync<long>("SELECT count(*) FROM (SELECT 1 AS one FROM audit_records_v1 LIMIT 1) AS found", null, CancellationToken.None) == 0) return;
        await database.WriteAsync(TakeOverAsync, CancellationToken.None);
    }

    private static async Task<bool> TakeOverAsync(StoredTransaction transaction)
    {
        var (position, buffer) = (0L, new ArrayBufferWriter<byte>());
        while (true)
        {
            var rows = await transaction.QueryAsync<Row>(
                "SELECT position, tenant, sequence, leaf, details FROM audit_records_v1 WHERE position > @position ORDER BY position LIMIT @limit", new { position, limit = BatchSize });
            if (rows.Count == 0) break;
            await AppendAsync(transaction, rows, buffer);
            position = rows[^1].Position;
        }

        await transaction.ExecuteAsync("DELETE FROM audit_records_v1 WHERE position <= @position", new { position });
        await transaction.CommitAsync();
        return true;
    }

    private static async Task AppendAsync(StoredTransaction transaction, IReadOnlyList<Row> rows, ArrayBufferWriter<byte> buffer)
    {
        var head = await AuditEnd.HoldAsync(transaction);
        if (!MerkleFrontier.TryDecode(head.Frontier.Span, out var frontier)) throw AuditEnd.Missing();
        var batch = new AuditBatchBuilder(frontier, buffer);
        foreach (var row in rows) batch.Add(row.Tenant, row.Sequence, row.Leaf, row.Details);
        // When a batch of them was committed is not known; their own times are in them.
        await AuditEnd.AppendAsync(transaction, head, batch.Build(DateTimeOffset.UnixEpoch, [], []));
    }

    private sealed record Row(long Position, string Tenant, long Sequence, byte[] Leaf, byte[]? Details);
}
