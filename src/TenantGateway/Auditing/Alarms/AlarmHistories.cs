using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit.Alarms;

namespace TenantGateway.Auditing.Alarms;

/// <summary>What is remembered of the tenants and actors of some records, while those are judged.</summary>
internal sealed class AlarmHistories
{
    private readonly Dictionary<string, TenantHistory> _tenants = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Tenant, string Actor), ActorHistory> _actors = [];

    private AlarmHistories(IEnumerable<StoredHistory> stored)
    {
        foreach (var history in stored)
        {
            if (history.Actor.Length == 0) _tenants.Add(history.Tenant, Read<TenantHistory>(history));
            else _actors.Add((history.Tenant, history.Actor), Read<ActorHistory>(history));
        }
    }

    /// <summary>What is remembered otherwise than before.</summary>
    internal IReadOnlyList<StoredHistory> Changed =>
    [
        .. _tenants.Where(tenant => tenant.Value.HasChanged).Select(tenant => new StoredHistory(tenant.Key, "", tenant.Value.LastSeen, JsonSerializer.Serialize(tenant.Value))),
        .. _actors.Where(actor => actor.Value.HasChanged).Select(actor => new StoredHistory(actor.Key.Tenant, actor.Key.Actor, actor.Value.LastSeen, JsonSerializer.Serialize(actor.Value))),
    ];

    internal static async ValueTask<AlarmHistories> ReadAsync(IAlarmStore store, IReadOnlyList<AlarmRecord> records, CancellationToken cancellationToken)
    {
        var whose = new HashSet<(string Tenant, string Actor)>();
        foreach (var record in records)
        {
            whose.Add((record.Tenant, ""));
            if (ActorIn(record) is { } actor) whose.Add((record.Tenant, actor));
        }

        return new AlarmHistories(await store.ReadHistoriesAsync(whose, cancellationToken));
    }

    internal TenantHistory TenantOf(AlarmRecord record)
    {
        if (!_tenants.TryGetValue(record.Tenant, out var history)) _tenants.Add(record.Tenant, history = new TenantHistory());
        return history;
    }

    /// <summary>Null where nobody in particular acted.</summary>
    internal ActorHistory? ActorOf(AlarmRecord record)
    {
        if (ActorIn(record) is not { } actor) return null;
        if (!_actors.TryGetValue((record.Tenant, actor), out var history)) _actors.Add((record.Tenant, actor), history = new ActorHistory());
        return history;
    }

    // Neither the gateway itself nor callers without a token, who are one actor, however many they are.
    private static string? ActorIn(AlarmRecord record) => record.Actor?.StartsWith(ActorId.Prefix, StringComparison.Ordinal) == true ? record.Actor : null;

    private static T Read<T>(StoredHistory history) =>
        JsonSerializer.Deserialize<T>(history.History) ?? throw new InvalidDataException("What is remembered for alarms cannot be read.");
}
