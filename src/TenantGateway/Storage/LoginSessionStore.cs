using Dapper;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Storage;

/// <summary>Sessions of people at a browser.</summary>
internal sealed class LoginSessionStore(Database database) : ILoginSessionStore
{
    public async ValueTask<bool> TryAddAsync(LoginSessionRecord session, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM login_sessions WHERE expires_at <= @now", new { now = StoredTime.Of(session.StartedAt) }, cancellationToken: cancellationToken));
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO login_sessions (id, login, person, ticket, started_at, expires_at)
            VALUES (@Id, @Login, @Person, @Ticket, @StartedAt, @ExpiresAt)
            ON CONFLICT DO NOTHING
            """,
            Row.Of(session),
            cancellationToken: cancellationToken)) == 1;
    }

    public async ValueTask<LoginSessionRecord?> FindAsync(ReadOnlyMemory<byte> id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            "SELECT id, login, person, ticket, started_at AS startedAt, expires_at AS expiresAt FROM login_sessions WHERE id = @id AND ended_at IS NULL",
            new { id = id.ToArray() },
            cancellationToken: cancellationToken));
        return row?.ToRecord();
    }

    public async ValueTask EndAsync(ReadOnlyMemory<byte> id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE login_sessions SET ended_at = @at, ticket = @nothing WHERE id = @id AND ended_at IS NULL",
            new { id = id.ToArray(), at = StoredTime.Of(at), nothing = Array.Empty<byte>() },
            cancellationToken: cancellationToken));
    }

    public async ValueTask<int> EndAllAsync(ActorId person, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE login_sessions SET ended_at = @at, ticket = @nothing WHERE person = @person AND ended_at IS NULL",
            new { person = person.Value, at = StoredTime.Of(at), nothing = Array.Empty<byte>() },
            cancellationToken: cancellationToken));
    }

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
