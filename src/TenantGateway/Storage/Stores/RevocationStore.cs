using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>Revocations and used tickets.</summary>
internal sealed class RevocationStore(Database database) : IRevocationStore
{
    private const string Columns = "mark, kind, issuer, before_at AS beforeAt, revoked_at AS revokedAt, until_at AS untilAt, revoked_by AS revokedBy, position";

    private const string PutSql =
        """
        INSERT INTO revocations (mark, kind, issuer, before_at, revoked_at, until_at, revoked_by, position)
        VALUES (@Mark, @Kind, @Issuer, @BeforeAt, @RevokedAt, @UntilAt, @RevokedBy, @Position)
        ON CONFLICT (mark) DO UPDATE SET
            before_at = excluded.before_at, revoked_at = excluded.revoked_at, until_at = excluded.until_at, revoked_by = excluded.revoked_by, position = excluded.position
        WHERE excluded.before_at IS NULL OR excluded.before_at > revocations.before_at
        """;

    public async ValueTask<IReadOnlyList<Revocation>?> AddAsync(
        IReadOnlyList<Revocation> revocations, (Fingerprint Mark, DateTimeOffset Until)? ticket, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.WriteAsync<IReadOnlyList<Revocation>?>(
            async transaction =>
            {
                // :: Step 1: the position
                var first = await transaction.FindAsync<long>("UPDATE revocation_position SET value = value + @count RETURNING value", new { count = (long)revocations.Count })
                    - revocations.Count + 1;
                // :: Step 2: the ticket
                if (ticket is var (mark, until) && !await TryUseAsync(transaction, mark, until)) return null;
                // :: Step 3: the revocations
                Revocation[] added = [.. revocations.Select((revocation, place) => revocation with { Position = first + place })];
                foreach (var revocation in added) await transaction.ExecuteAsync(PutSql, Row.Of(revocation));
                await ForgetAsync(transaction, now);
                await transaction.CommitAsync();
                return added;
            },
            cancellationToken);

    public async ValueTask<long> PositionAsync(CancellationToken cancellationToken) =>
        await database.FindAsync<long>("SELECT value FROM revocation_position", null, cancellationToken);

    public ValueTask<IReadOnlyList<Revocation>> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
        QueryAsync($"SELECT {Columns} FROM revocations WHERE position > @after ORDER BY position LIMIT @limit", new { after, limit }, cancellationToken);

    public ValueTask<IReadOnlyList<Revocation>> ListAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => QueryAsync(
        $"SELECT {Columns} FROM revocations WHERE until_at > @now ORDER BY position DESC LIMIT @limit", new { now = now.ToUnixTimeMilliseconds(), limit }, cancellationToken);

    private async ValueTask<IReadOnlyList<Revocation>> QueryAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        [.. (await database.QueryAsync<Row>(sql, parameters, cancellationToken)).Select(row => row.ToRevocation())];

    private static async Task<bool> TryUseAsync(StoredTransaction transaction, Fingerprint mark, DateTimeOffset until) => await transaction.ExecuteAsync(
        "INSERT INTO used_tickets (mark, until_at) VALUES (@mark, @until) ON CONFLICT (mark) DO NOTHING", new { mark = mark.ToArray(), until = until.ToUnixTimeMilliseconds() }) == 1;

    private static async Task ForgetAsync(StoredTransaction transaction, DateTimeOffset now)
    {
        var over = new { now = now.ToUnixTimeMilliseconds() };
        await transaction.ExecuteAsync("DELETE FROM revocations WHERE until_at <= @now", over);
        await transaction.ExecuteAsync("DELETE FROM used_tickets WHERE until_at <= @now", over);
    }

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
