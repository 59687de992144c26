using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>The signed checkpoints of the audit log.</summary>
internal sealed class AuditCheckpointStore(Database database) : IAuditCheckpointStore
{
    private const string Columns = "SELECT size, note, frontier, signed_at AS signedAt, seal FROM audit_checkpoints";

    public async ValueTask<StoredCheckpoint?> FindNewestAsync(CancellationToken cancellationToken) =>
        (await database.FindAsync<Row>($"{Columns} ORDER BY size DESC LIMIT 1", null, cancellationToken))?.ToCheckpoint();

    public async ValueTask<StoredCheckpoint?> FindAtOrBelowAsync(long size, CancellationToken cancellationToken) =>
        (await database.FindAsync<Row>($"{Columns} WHERE size <= @size ORDER BY size DESC LIMIT 1", new { size }, cancellationToken))?.ToCheckpoint();

    public async ValueTask<bool> TryAddAsync(StoredCheckpoint checkpoint, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            if (await transaction.FindAsync<long>("SELECT count(*) FROM audit_checkpoints WHERE size >= @Size", new { checkpoint.Size }) > 0) return false;
            await transaction.ExecuteAsync(
                "INSERT INTO audit_checkpoints (size, note, frontier, signed_at, seal) VALUES (@Size, @Note, @Frontier, @SignedAt, @Seal)", Row.Of(checkpoint));
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    public async ValueTask<IReadOnlyList<StoredCheckpoint>> ListSealsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<Row>(
            $"{Columns} WHERE seal = 1 AND signed_at >= @from AND signed_at < @to ORDER BY size",
            new { from = from.ToUnixTimeMilliseconds(), to = to.ToUnixTimeMilliseconds() },
            cancellationToken);
        return [.. rows.Select(row => row.ToCheckpoint())];
    }

    private sealed record Row(long Size, byte[] Note, byte[] Frontier, long SignedAt, long Seal)
    {
        public static Row Of(StoredCheckpoint checkpoint) =>
            new(checkpoint.Size, checkpoint.Note.ToArray(), checkpoint.Frontier.ToArray(), checkpoint.SignedAt.ToUnixTimeMilliseconds(), checkpoint.IsSeal ? 1 : 0);

        public StoredCheckpoint ToCheckpoint() => new(Size, Note, Frontier, DateTimeOffset.FromUnixTimeMilliseconds(SignedAt), Seal == 1);
    }
}
