using TenantGateway.Faults.Replicas.World;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Replicas.Kills;

/// <summary>A rotation in the middle of which a replica is killed.</summary>
internal abstract class KilledDeed
{
    public abstract string Name { get; }

    /// <summary>In the order of what happens.</summary>
    public abstract IReadOnlyList<KillPoint> Points { get; }

    /// <summary>What of the audit trail tells of it.</summary>
    public abstract string Event { get; }

    /// <summary>What it counts: generations, or versions of the key that wraps them.</summary>
    public abstract Task<int> CountAsync(BalancedWorld world);

    /// <summary>Whether it is over, and nothing of it is under way.</summary>
    public abstract Task<bool> IsOverAsync(BalancedWorld world);

    /// <summary>Begins it at a replica; ends with it, or with the replica.</summary>
    public abstract Task BeginAsync(BalancedWorld world, GatewayProcess replica);

    /// <summary>How many records of it there are in the operator's trail: those that say it was to be done, and those that say that it was.</summary>
    public async Task<(int Intents, int Results)> RecordsAsync(BalancedWorld world)
    {
        var records = (await world.Servers.TrailAsync("operator")).Where(record => record["event"] == Event).ToList();
        return (records.Count(record => Outcome(record) == "intent"), records.Count(record => Outcome(record) == "ok"));
    }

    private static string? Outcome(AuditRecord record) => record["outcome"];
}
