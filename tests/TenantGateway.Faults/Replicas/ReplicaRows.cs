using TenantGateway.Faults.Replicas.Changes;
using TenantGateway.Faults.Replicas.Kills;
using TenantGateway.Faults.Replicas.Servers;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas;

/// <summary>The rows of <c>tests/replicas</c>.</summary>
internal static class ReplicaRows
{
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
        yield return new KillPointsRow(stage, new KilledRotation());
        yield return new KillPointsRow(stage, new KilledPromotion());
        yield return new KillPointsRow(stage, new KilledKekRotation());
        yield return new KillRow(stage);
        yield return new RollingRestartRow(stage);
        yield return new PostgresRow(stage, Outage.PostgresKilled, context.Short ? 3 : 10);
        yield return new PostgresRow(stage, Outage.PostgresPaused, context.Short ? 4 : 10);
        yield return new PostgresRow(stage, Outage.PostgresHeld, context.Short ? 4 : 10);
        yield return new PostgresRow(stage, Outage.PostgresReset, context.Short ? 2 : 10);
        yield return new PostgresRow(stage, Outage.PostgresTruncated, context.Short ? 2 : 10);
        yield return new PostgresRow(stage, Outage.PostgresSlow, context.Short ? 2 : 10);
        yield return new RedisRow(stage, [Outage.RedisKilled, Outage.RedisPaused, Outage.RedisFlushed, Outage.RedisHeld, Outage.RedisReset], poll);
        yield return new QuotaRow(stage);
    }
}
