using TenantGateway.Core.Audit.Alarms;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>Alarms that are still to be posted. A claim is a row that is not due for a while, taken as it was read: of two processes one has it.</summary>
internal sealed class AlarmPosts(Database database) : IAlarmPosts
{
    public async ValueTask<AlarmPost?> TryClaimAsync(string webhook, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var due = await database.FindAsync<Row>(
            """
            SELECT p.alarm AS "Id", p.attempts AS "Attempts", p.next_at AS "NextAt", a.document AS "Document" FROM audit_alarm_posts p JOIN audit_alarms a ON a.id = p.alarm
            WHERE p.webhook = @webhook AND p.next_at <= @now ORDER BY p.next_at, p.raised_at LIMIT 1
            """,
            new { webhook, now = now.ToUnixTimeMilliseconds() },
            cancellationToken);
        if (due is null) return null;
        var held = until.ToUnixTimeMilliseconds();
        var isMine = await ChangeAsync(
            "UPDATE audit_alarm_posts SET attempts = attempts + 1, next_at = @held WHERE webhook = @webhook AND alarm = @Id AND next_at = @NextAt", new { held, webhook, due.Id, due.NextAt }, cancellationToken);
        return isMine ? new AlarmPost(webhook, AlarmStore.Read(due.Document), (int)due.Attempts + 1, until) : null;
    }

    public async ValueTask RemoveAsync(AlarmPost post, CancellationToken cancellationToken) =>
        await ChangeAsync("DELETE FROM audit_alarm_posts WHERE webhook = @Webhook AND alarm = @Id", new { post.Webhook, post.Alarm.Id }, cancellationToken);

    public async ValueTask PostponeAsync(AlarmPost post, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var (next, held) = (until.ToUnixTimeMilliseconds(), post.HeldUntil.ToUnixTimeMilliseconds());
        await ChangeAsync("UPDATE audit_alarm_posts SET next_at = @next WHERE webhook = @Webhook AND alarm = @Id AND next_at = @held", new { next, held, post.Webhook, post.Alarm.Id }, cancellationToken);
    }

    public async ValueTask<long> CountAsync(CancellationToken cancellationToken) => await database.FindAsync<long>("SELECT count(*) FROM audit_alarm_posts", null, cancellationToken);

    private async Task<bool> ChangeAsync(string sql, object values, CancellationToken cancellationToken) => await database.ProjectAsync(
        async transaction =>
        {
            var changed = await transaction.ExecuteAsync(sql, values);
            await transaction.CommitAsync();
            return changed == 1;
        },
        cancellationToken);

    private sealed record Row(string Id, long Attempts, long NextAt, string Document);
}
