using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>Sessions of people at a browser.</summary>
internal sealed class LoginSessionStore(Database database) : ILoginSessionStore
{
    public async ValueTask<bool> TryAddAsync(LoginSessionRecord session, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            await transaction.ExecuteAsync("DELETE FROM login_sessions WHERE expires_at <= @now", new { now = StoredTime.Of(session.StartedAt) });
            var added = await transaction.ExecuteAsync(
                """
                INSERT INTO login_sessions (id, login, person, ticket, started_at, expires_at)
                VALUES (@Id, @Login, @Person, @Ticket, @StartedAt, @ExpiresAt)
                ON CONFLICT DO NOTHING
                """,
                Row.Of(session));
            await transaction.CommitAsync();
            return added == 1;
        },
        cancellationToken);

    public async ValueTask<LoginSessionRecord?> FindAsync(ReadOnlyMemory<byte> id, CancellationToken cancellationToken)
    {
        var row = await database.FindAsync<Row>(
            "SELECT id, login, person, ticket, started_at AS startedAt, expires_at AS expiresAt FROM login_sessions WHERE id = @id AND ended_at IS NULL",
            new { id = id.ToArray() },
            cancellationToken);
        return row?.ToRecord();
    }

    public async ValueTask EndAsync(ReadOnlyMemory<byte> id, DateTimeOffset at, CancellationToken cancellationToken) => await database.ChangeAsync(
        "UPDATE login_sessions SET ended_at = @at, ticket = @nothing WHERE id = @id AND ended_at IS NULL",
        new { id = id.ToArray(), at = StoredTime.Of(at), nothing = Array.Empty<byte>() },
        cancellationToken);

    public async ValueTask<int> EndAllAsync(ActorId person, DateTimeOffset at, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            var ended = await transaction.ExecuteAsync(
                "UPDATE login_sessions SET ended_at = @at, ticket = @nothing WHERE person = @person AND ended_at IS NULL",
                new { person = person.Value, at = StoredTime.Of(at), nothing = Array.Empty<byte>() });
            await transaction.CommitAsync();
            return ended;
        },
        cancellationToken);

    private sealed record Row(byte[] Id, byte[] Login, string Person, byte[] Ticket, string StartedAt, string ExpiresAt)
    {
        internal static Row Of(LoginSessionRecord session) => new(
            session.Id.ToArray(),
            session.Login.ToArray(),
            session.Person.Value,
            session.Ticket.ToArray(),
            StoredTime.Of(session.StartedAt),
            StoredTime.Of(session.ExpiresAt));

        internal LoginSessionRecord ToRecord() => new()
        {
            Id = Id,
            Login = Login,
            Person = new ActorId(Person),
            Ticket = Ticket,
            StartedAt = StoredTime.Parse(StartedAt),
            ExpiresAt = StoredTime.Parse(ExpiresAt),
        };
    }
}
