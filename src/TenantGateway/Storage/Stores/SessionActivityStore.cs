using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>When logins were used last. Several processes write the same rows.</summary>
internal sealed class SessionActivityStore(Database database) : ISessionActivityStore
{
    private const string PutSql =
        """
        INSERT INTO session_activity (login, used_at) VALUES (@Login, @UsedAt)
        ON CONFLICT (login) DO UPDATE SET used_at = excluded.used_at WHERE excluded.used_at > session_activity.used_at
        """;

    public async ValueTask<DateTimeOffset?> FindAsync(Fingerprint login, CancellationToken cancellationToken)
    {
        var used = await database.FindAsync<long?>("SELECT used_at FROM session_activity WHERE login = @login", new { login = login.ToArray() }, cancellationToken);
        return used is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
    }

    public async ValueTask RecordAsync(IReadOnlyList<SessionUsed> uses, DateTimeOffset forgetBefore, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            await transaction.ExecuteForEachAsync(PutSql, uses.Select(use => new Row(use.Login.ToArray(), use.At.ToUnixTimeMilliseconds())));
            await transaction.ExecuteAsync("DELETE FROM session_activity WHERE used_at < @before", new { before = forgetBefore.ToUnixTimeMilliseconds() });
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    private sealed record Row(byte[] Login, long UsedAt);
}
