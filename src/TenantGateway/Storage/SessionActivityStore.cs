using Dapper;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Storage;

/// <summary>When logins were used last, in SQLite. Several processes write the same rows.</summary>
internal sealed class SessionActivityStore(Database database) : ISessionActivityStore
{
    public async ValueTask<DateTimeOffset?> FindAsync(Fingerprint login, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var used = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "SELECT used_at FROM session_activity WHERE login = @login", new { login = login.ToArray() }, cancellationToken: cancellationToken));
        return used is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
    }

    public async ValueTask RecordAsync(IReadOnlyList<SessionUsed> uses, DateTimeOffset forgetBefore, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction(deferred: false);
        // In one order, so that two processes never wait for each other.
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO session_activity (login, used_at) VALUES (@Login, @At)
            ON CONFLICT (login) DO UPDATE SET used_at = excluded.used_at WHERE excluded.used_at > session_activity.used_at
            """,
            uses.OrderBy(use => use.Login.ToString(), StringComparer.Ordinal).Select(use => new { Login = use.Login.ToArray(), At = use.At.ToUnixTimeMilliseconds() }),
            transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM session_activity WHERE used_at < @before", new { before = forgetBefore.ToUnixTimeMilliseconds() }, transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }
}
