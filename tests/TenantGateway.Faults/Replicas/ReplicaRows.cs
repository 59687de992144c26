using TenantGateway.Faults.Replicas.Changes;
using TenantGateway.Faults.Replicas.Kills;
using TenantGateway.Faults.Replicas.Servers;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas;

/// <summary>The rows of <c>tests/replicas</c>.</summary>
internal static class ReplicaRows
{
    private const double ShortSeconds = 3;
    private const double LongSeconds = 10;

    public static async Task<int> RunAsync(FaultContext context)
    {
        await using var stage = new ReplicaStage(context);
        return await FaultTable.RunAsync("what is done", [.. Rows(stage, context)], context,
            "Three replicas are processes of their own behind HAProxy, over one PostgreSQL, one Redis and one Key Vault. Requests are members of two tenants who write, read,",
            "search and pry all the while; every answer is held against what was written. \"Refused as told\" is what the promise says will be refused.");
    }

    private static IEnumerable<IFault> Rows(ReplicaStage stage, FaultContext context)
    {
        var poll = TimeSpan.FromSeconds(ReplicaPlans.PollSeconds(context));
        yield return new FreshDatabaseRow(stage);
        yield return new ChangesRow(stage, TimeSpan.FromSeconds(1));
        yield return new SteadyRedisRow(stage);
        if (!context.Short) yield return new KillPointsRow(stage, new KilledRotation());
        yield return new KillPointsRow(stage, new KilledPromotion());
        yield return new KillPointsRow(stage, new KilledKekRotation());
        yield return new KillRow(stage);
        yield return new RollingRestartRow(stage);
        foreach (var outage in context.Short ? [Outage.PostgresKilled, Outage.PostgresHeld, Outage.PostgresReset] : Outage.OfPostgres) yield return new PostgresRow(stage, outage, context.Short ? ShortSeconds : LongSeconds);
        if (!context.Short) yield return new OneCutOffRow(stage);
        if (!context.Short) yield return new QuotaRow(stage);
        yield return new RedisRow(stage, context.Short ? [Outage.RedisKilled, Outage.RedisHeld] : Outage.OfRedis, poll);
    }
}
