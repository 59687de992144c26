using System.Text.Json;
using Dapper;
using TenantGateway.Core.Audit.Alarms;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>Alarms and what is remembered to tell them. Whoever raises one holds the row of the state.</summary>
internal sealed class AlarmStore(Database database) : IAlarmStore
{
    /// <summary>How many alarms wait for one webhook at most; the oldest are not posted then.</summary>
    internal const int MostPosts = 10_000;

    private const string Turn = "id = 1 AND (holder = @Holder OR leased_until <= @Now)";

    private const string State =
        """
        SELECT t.log_id AS "LogId", s.through AS "Through", t.size AS "LogSize", s.raise_from AS "RaiseFrom", s.holder AS "Holder", s.leased_until AS "LeasedUntil"
        FROM audit_alarm_state s JOIN audit_tree t ON t.id = 1 WHERE s.id = 1
        """;

    private static readonly Insert<HistoryRow> IntoHistories =
        new Insert<HistoryRow>("audit_alarm_histories", "ON CONFLICT (actor, tenant) DO UPDATE SET last_seen = excluded.last_seen, history = excluded.history")
            .With("tenant", row => row.Tenant).With("actor", row => row.Actor).With("last_seen", row => row.LastSeen).With("history", row => row.History);

    public async ValueTask<AlarmState> ReadStateAsync(CancellationToken cancellationToken) =>
        (await database.FindAsync<StateRow>(State, null, cancellationToken) ?? throw new InvalidOperationException("The database has lost the state of its alarms.")).ToState();

    public async ValueTask<IReadOnlyList<StoredHistory>> ReadHistoriesAsync(IReadOnlyCollection<(string Tenant, string Actor)> whose, CancellationToken cancellationToken)
    {
        var tenants = await FindAsync("actor = '' AND ", "tenant", [.. whose.Where(who => who.Actor.Length == 0).Select(who => who.Tenant).Distinct(StringComparer.Ordinal)]);
        var actors = await FindAsync("", "actor", [.. whose.Where(who => who.Actor.Length > 0).Select(who => who.Actor).Distinct(StringComparer.Ordinal)]);
        var wanted = whose.ToHashSet();
        return [.. tenants.Concat(actors).Select(row => row.ToHistory()).Where(history => wanted.Contains((history.Tenant, history.Actor)))];

        async Task<IReadOnlyList<HistoryRow>> FindAsync(string also, string column, string[] keys)
        {
            if (keys.Length == 0) return [];
            var (condition, value) = database.Among(column, "keys", keys);
            var parameters = new DynamicParameters();
            parameters.Add("keys", value);
            return await database.QueryAsync<HistoryRow>(
                $"""SELECT tenant AS "Tenant", actor AS "Actor", last_seen AS "LastSeen", history AS "History" FROM audit_alarm_histories WHERE {also}{condition}""", parameters, cancellationToken);
        }
    }

    public async ValueTask<bool> TryTakeAsync(AlarmTurn turn, AlarmStep step, CancellationToken cancellationToken) => await database.ProjectAsync(
        async transaction =>
        {
            var taken = TurnValues.Of(turn, step.Through);
            if (await transaction.ExecuteAsync($"UPDATE audit_alarm_state SET through = @Through, holder = @Holder, leased_until = @Until WHERE {Turn} AND through = @From", taken) != 1) return false;
            await transaction.InsertAsync(IntoHistories, step.Histories.Select(HistoryRow.Of));
            await AddAsync(transaction, step.Raised, step.Addressees);
            await transaction.ExecuteForEachAsync("UPDATE audit_alarms SET recorded = 1 WHERE id = @Id", step.Recorded.Select(id => new IdValue(id)));
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    public async ValueTask<bool> TryHoldAsync(AlarmTurn turn, CancellationToken cancellationToken) => await database.ProjectAsync(
        async transaction =>
        {
            if (await transaction.ExecuteAsync($"UPDATE audit_alarm_state SET holder = @Holder, leased_until = @Until WHERE {Turn}", TurnValues.Of(turn, turn.State.Through)) != 1) return false;
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    public async ValueTask<bool> TryRaiseAsync(Alarm alarm, DateTimeOffset quietSince, IReadOnlyList<AlarmAddressee> addressees, CancellationToken cancellationToken) => await database.ProjectAsync(
        async transaction =>
        {
            // One process after the other: none raises what another is about to.
            await transaction.ExecuteAsync("UPDATE audit_alarm_state SET through = through WHERE id = 1", new { });
            var since = quietSince.ToUnixTimeMilliseconds();
            if (await transaction.FindAsync<long>("SELECT count(*) FROM audit_alarms WHERE tenant = @Tenant AND kind = @Kind AND cause = @Cause AND raised_at > @since", new { alarm.Tenant, alarm.Kind, alarm.Cause, since }) > 0) return false;
            await AddAsync(transaction, [alarm], addressees);
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    public async ValueTask<IReadOnlyList<Alarm>> ReadUnrecordedAsync(int limit, CancellationToken cancellationToken) =>
        ReadAll(await database.QueryAsync<string>("SELECT document FROM audit_alarms WHERE recorded = 0 ORDER BY raised_at, id LIMIT @limit", new { limit }, cancellationToken));

    public async ValueTask ForgetAsync(AlarmLimits limits, CancellationToken cancellationToken) => await database.ProjectAsync(
        async transaction =>
        {
            var (seen, since) = (limits.ActorsSeenSince.ToUnixTimeMilliseconds(), limits.AlarmsSince.ToUnixTimeMilliseconds());
            await transaction.ExecuteAsync("DELETE FROM audit_alarm_histories WHERE actor <> '' AND last_seen < @seen", new { seen });
            await transaction.ExecuteAsync(
                """
                DELETE FROM audit_alarm_histories WHERE actor <> '' AND last_seen <
                    (SELECT last_seen FROM audit_alarm_histories WHERE actor <> '' ORDER BY last_seen DESC LIMIT 1 OFFSET @last)
                """,
                new { last = (long)limits.MostActors - 1 });
            await transaction.ExecuteAsync("DELETE FROM audit_alarm_posts WHERE raised_at < @since", new { since });
            await transaction.ExecuteAsync("DELETE FROM audit_alarms WHERE raised_at < @since AND recorded = 1", new { since });
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    public async ValueTask<IReadOnlyList<Alarm>> FindAsync(AlarmFilter filter, int limit, CancellationToken cancellationToken)
    {
        var sql =
            $"""
            SELECT document FROM audit_alarms WHERE raised_at >= @From AND raised_at < @To
            {(filter.Tenant is null ? "" : "AND tenant = @Tenant")} {(filter.Kind is null ? "" : "AND kind = @Kind")} {(filter.After is null ? "" : "AND (raised_at < @AfterAt OR (raised_at = @AfterAt AND id < @After))")}
            ORDER BY raised_at DESC, id DESC LIMIT @Limit
            """;
        return ReadAll(await database.QueryAsync<string>(sql, FilterValues.Of(filter, limit), cancellationToken));
    }

    internal static Alarm Read(string document) => JsonSerializer.Deserialize<Alarm>(document) ?? throw new InvalidDataException("A stored alarm is null.");

    private static IReadOnlyList<Alarm> ReadAll(IReadOnlyList<string> documents) => [.. documents.Select(Read)];

    private static async Task AddAsync(StoredTransaction transaction, IReadOnlyList<Alarm> alarms, IReadOnlyList<AlarmAddressee> addressees)
    {
        if (alarms.Count == 0) return;
        await transaction.ExecuteForEachAsync(
            "INSERT INTO audit_alarms (id, tenant, kind, cause, raised_at, recorded, document) VALUES (@Id, @Tenant, @Kind, @Cause, @RaisedAt, 0, @Document) ON CONFLICT (id) DO NOTHING",
            alarms.Select(AlarmValues.Of));
        foreach (var addressee in addressees)
        {
            var posts = alarms.Where(addressee.Takes).Select(alarm => new PostValues(addressee.Webhook, alarm.Id, alarm.At.ToUnixTimeMilliseconds()));
            await transaction.ExecuteForEachAsync(
                "INSERT INTO audit_alarm_posts (webhook, alarm, raised_at, attempts, next_at) VALUES (@Webhook, @Alarm, @RaisedAt, 0, 0) ON CONFLICT (webhook, alarm) DO NOTHING", posts);
            await transaction.ExecuteAsync(
                """
                DELETE FROM audit_alarm_posts WHERE webhook = @Webhook AND alarm IN
                    (SELECT alarm FROM audit_alarm_posts WHERE webhook = @Webhook ORDER BY raised_at DESC, alarm LIMIT 1000 OFFSET @most)
                """,
                new { addressee.Webhook, most = MostPosts });
        }
    }

    private sealed record StateRow(byte[] LogId, long Through, long LogSize, long RaiseFrom, string? Holder, long LeasedUntil)
    {
        public AlarmState ToState() => new(LogId, Through, LogSize, RaiseFrom, Holder, DateTimeOffset.FromUnixTimeMilliseconds(LeasedUntil));
    }

    private sealed record TurnValues(long From, long Through, string Holder, long Now, long Until)
    {
        public static TurnValues Of(AlarmTurn turn, long through) => new(turn.State.Through, through, turn.Holder, turn.Now.ToUnixTimeMilliseconds(), turn.Until.ToUnixTimeMilliseconds());
    }

    private sealed record HistoryRow(string Tenant, string Actor, long LastSeen, string History)
    {
        public static HistoryRow Of(StoredHistory history) => new(history.Tenant, history.Actor, history.LastSeen.ToUnixTimeMilliseconds(), history.History);

        public StoredHistory ToHistory() => new(Tenant, Actor, DateTimeOffset.FromUnixTimeMilliseconds(LastSeen), History);
    }

    private sealed record AlarmValues(string Id, string Tenant, string Kind, string Cause, long RaisedAt, string Document)
    {
        public static AlarmValues Of(Alarm alarm) => new(alarm.Id, alarm.Tenant, alarm.Kind, alarm.Cause, alarm.At.ToUnixTimeMilliseconds(), JsonSerializer.Serialize(alarm));
    }

    private sealed record FilterValues(string? Tenant, string? Kind, long From, long To, string? After, long AfterAt, int Limit)
    {
        public static FilterValues Of(AlarmFilter filter, int limit) =>
            new(filter.Tenant, filter.Kind?.Name, filter.From?.ToUnixTimeMilliseconds() ?? 0, filter.To?.ToUnixTimeMilliseconds() ?? long.MaxValue, filter.After?.Id, filter.After?.At ?? 0, limit);
    }

    private sealed record PostValues(string Webhook, string Alarm, long RaisedAt);

    private sealed record IdValue(string Id);
}
