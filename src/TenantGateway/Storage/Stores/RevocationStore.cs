using System.Security.Cryptography;
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

    /// <summary>How many positions back additions keep their stamp: whoever stands further back reads everything.</summary>
    private const int StampsKept = 10_000;

    public async ValueTask<IReadOnlyList<Revocation>> AddAsync(IReadOnlyList<Revocation> revocations, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.WriteAsync<IReadOnlyList<Revocation>>(
            async transaction =>
            {
                // :: Step 1: the position, and a stamp that no other history has there
                var last = await transaction.FindAsync<long>("UPDATE revocation_position SET value = value + @count RETURNING value", new { count = (long)revocations.Count });
                await transaction.ExecuteAsync(
                    "INSERT INTO revocation_additions (position, stamp) VALUES (@last, @stamp)", new { last, stamp = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) });
                // :: Step 2: the revocations
                Revocation[] added = [.. revocations.Select((revocation, place) => revocation with { Position = last - revocations.Count + 1 + place })];
                foreach (var revocation in added) await transaction.ExecuteAsync(PutSql, Row.Of(revocation));
                // :: Step 3: what is over
                await transaction.ExecuteAsync("DELETE FROM revocations WHERE until_at <= @now", new { now = now.ToUnixTimeMilliseconds() });
                await transaction.ExecuteAsync("DELETE FROM revocation_additions WHERE position <= @oldest", new { oldest = last - StampsKept });
                await transaction.CommitAsync();
                return added;
            },
            cancellationToken);

    public async ValueTask<bool> IsUsedAsync(Fingerprint ticket, CancellationToken cancellationToken) =>
        await database.FindAsync<long>("SELECT COUNT(*) FROM used_tickets WHERE mark = @mark", new { mark = ticket.ToArray() }, cancellationToken) > 0;

    public async ValueTask<bool> TryUseAsync(Fingerprint ticket, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            await transaction.ExecuteAsync("DELETE FROM used_tickets WHERE until_at <= @now", new { now = now.ToUnixTimeMilliseconds() });
            var isFirst = await transaction.ExecuteAsync(
                "INSERT INTO used_tickets (mark, until_at) VALUES (@mark, @until) ON CONFLICT (mark) DO NOTHING", new { mark = ticket.ToArray(), until = until.ToUnixTimeMilliseconds() }) == 1;
            await transaction.CommitAsync();
            return isFirst;
        },
        cancellationToken);

    public async ValueTask<RevocationPosition> PositionAsync(long held, CancellationToken cancellationToken)
    {
        var row = await database.FindAsync<PositionRow>(
            """
            SELECT newest.value AS value, last.stamp AS stamp, held.stamp AS heldStamp
            FROM revocation_position newest
            LEFT JOIN revocation_additions last ON last.position = newest.value
            LEFT JOIN revocation_additions held ON held.position = @held
            """,
            new { held },
            cancellationToken) ?? throw new InvalidDataException("The position of revocations has no row.");
        return new RevocationPosition(row.Value, row.Stamp ?? 0, row.HeldStamp);
    }

    public ValueTask<IReadOnlyList<Revocation>> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
        QueryAsync($"SELECT {Columns} FROM revocations WHERE position > @after ORDER BY position LIMIT @limit", new { after, limit }, cancellationToken);

    public ValueTask<IReadOnlyList<Revocation>> ListAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => QueryAsync(
        $"SELECT {Columns} FROM revocations WHERE until_at > @now ORDER BY position DESC LIMIT @limit", new { now = now.ToUnixTimeMilliseconds(), limit }, cancellationToken);

    private async ValueTask<IReadOnlyList<Revocation>> QueryAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        [.. (await database.QueryAsync<Row>(sql, parameters, cancellationToken)).Select(row => row.ToRevocation())];

    private sealed record PositionRow(long Value, long? Stamp, long? HeldStamp);

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
