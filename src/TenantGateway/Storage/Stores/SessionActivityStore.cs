using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>When logins were used last. Several processes write the same rows.</summary>
internal sealed class SessionActivityStore(Database database) : ISessionActivityStore
{
    public async ValueTask<DateTimeOffset?> FindAsync(Fingerprint login, CancellationToken cancellationToken)
    {
        var used = await database.FindAsync<long?>("SELECT used_at FROM session_activity WHERE login = @login", new { login = login.ToArray() }, cancellationToken);
        return used is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
    }

    public async ValueTask RecordAsync(IReadOnlyList<SessionUsed> uses, DateTimeOffset forgetBefore, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            // In one order, so that two processes never wait for each other.
            await transaction.ExecuteForEachAsync(
                """
                INSERT INTO session_activity (login, used_at) VALUES (@Login, @At)
                ON CONFLICT (login) DO UPDATE SET used_at = excluded.used_at WHERE excluded.used_at > session_activity.used_at
                """,
                uses.OrderBy(use => use.Login.ToString(), StringComparer.Ordinal).Select(use => new { Login = use.Login.ToArray(), At = use.At.ToUnixTimeMilliseconds() }));
            await transaction.ExecuteAsync("DELETE FROM session_activity WHERE used_at < @before", new { before = forgetBefore.ToUnixTimeMilliseconds() });
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);
}
