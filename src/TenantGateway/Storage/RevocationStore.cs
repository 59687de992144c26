using Dapper;
using Microsoft.Data.Sqlite;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Storage;

/// <summary>Revocations and used tickets in SQLite.</summary>
internal sealed class RevocationStore(Database database) : IRevocationStore
{
    private const string Columns = "mark, kind, issuer, before_at AS beforeAt, revoked_at AS revokedAt, until_at AS untilAt, revoked_by AS revokedBy, position";

    public async ValueTask<IReadOnlyList<Revocation>?> AddAsync(
        IReadOnlyList<Revocation> revocations, (Fingerprint Mark, DateTimeOffset Until)? ticket, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction(deferred: false);
        // :: Step 1: the position, which is the lock as well
        var position = await PositionAsync(transaction, revocations.Count, cancellationToken) - revocations.Count;
        // :: Step 2: the ticket
        if (ticket is var (mark, until) && !await TryUseAsync(transaction, mark, until, cancellationToken)) return null;
        // :: Step 3: the revocations
        var added = new List<Revocation>(revocations.Count);
        foreach (var revocation in revocations)
        {
            added.Add(revocation with { Position = ++position });
            await PutAsync(transaction, added[^1], cancellationToken);
        }

        await ForgetAsync(transaction, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return added;
    }

    public async ValueTask<long> PositionAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT value FROM revocation_position", cancellationToken: cancellationToken));
    }

    public ValueTask<IReadOnlyList<Revocation>> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
        QueryAsync($"SELECT {Columns} FROM revocations WHERE position > @after ORDER BY position LIMIT @limit", new { after, limit }, cancellationToken);

    public ValueTask<IReadOnlyList<Revocation>> ListAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => QueryAsync(
        $"SELECT {Columns} FROM revocations WHERE until_at > @now ORDER BY position DESC LIMIT @limit", new { now = now.ToUnixTimeMilliseconds(), limit }, cancellationToken);

    private async ValueTask<IReadOnlyList<Revocation>> QueryAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToRevocation())];
    }

    private static Task<long> PositionAsync(SqliteTransaction transaction, int count, CancellationToken cancellationToken) =>
        Connection(transaction).ExecuteScalarAsync<long>(new CommandDefinition(
            "UPDATE revocation_position SET value = value + @count RETURNING value", new { count }, transaction, cancellationToken: cancellationToken));

    private static async Task<bool> TryUseAsync(SqliteTransaction transaction, Fingerprint mark, DateTimeOffset until, CancellationToken cancellationToken) =>
        await Connection(transaction).ExecuteAsync(new CommandDefinition(
            "INSERT INTO used_tickets (mark, until_at) VALUES (@mark, @until) ON CONFLICT (mark) DO NOTHING",
            new { mark = mark.ToArray(), until = until.ToUnixTimeMilliseconds() }, transaction, cancellationToken: cancellationToken)) == 1;

    private static Task PutAsync(SqliteTransaction transaction, Revocation revocation, CancellationToken cancellationToken) =>
        Connection(transaction).ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO revocations (mark, kind, issuer, before_at, revoked_at, until_at, revoked_by, position)
            VALUES (@Mark, @Kind, @Issuer, @BeforeAt, @RevokedAt, @UntilAt, @RevokedBy, @Position)
            ON CONFLICT (mark) DO UPDATE SET
                before_at = excluded.before_at, revoked_at = excluded.revoked_at, until_at = excluded.until_at, revoked_by = excluded.revoked_by, position = excluded.position
            WHERE excluded.before_at IS NULL OR excluded.before_at > revocations.before_at
            """,
            Row.Of(revocation), transaction, cancellationToken: cancellationToken));

    private static Task ForgetAsync(SqliteTransaction transaction, DateTimeOffset now, CancellationToken cancellationToken) =>
        Connection(transaction).ExecuteAsync(new CommandDefinition(
            "DELETE FROM revocations WHERE until_at <= @now; DELETE FROM used_tickets WHERE until_at <= @now",
            new { now = now.ToUnixTimeMilliseconds() }, transaction, cancellationToken: cancellationToken));

    private static SqliteConnection Connection(SqliteTransaction transaction) =>
        transaction.Connection ?? throw new InvalidOperationException("The transaction has ended.");

    private sealed record Row(byte[] Mark, long Kind, string Issuer, long? BeforeAt, long RevokedAt, long UntilAt, string RevokedBy, long Position)
    {
        internal static Row Of(Revocation revocation) => new(
            revocation.Mark.ToArray(),
            (long)revocation.Kind,
            revocation.Issuer,
            revocation.Before?.ToUnixTimeMilliseconds(),
            revocation.RevokedAt.ToUnixTimeMilliseconds(),
            revocation.Until.ToUnixTimeMilliseconds(),
            revocation.RevokedBy.Value,
            revocation.Position);

        internal Revocation ToRevocation() => new()
        {
            Mark = new Fingerprint(Mark),
            Kind = (RevocationKind)Kind,
            Issuer = Issuer,
            Before = BeforeAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
            RevokedAt = DateTimeOffset.FromUnixTimeMilliseconds(RevokedAt),
            Until = DateTimeOffset.FromUnixTimeMilliseconds(UntilAt),
            RevokedBy = new ActorId(RevokedBy),
            Position = Position,
        };
    }
}
