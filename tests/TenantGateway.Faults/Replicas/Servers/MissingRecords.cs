using TenantGateway.Faults.Replicas.Load;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Servers;

/// <summary>Holds what members were shown against the audit trail.</summary>
internal static class MissingRecords
{
    /// <summary>How many answers with clear values have no record. Fails unless each tenant's trail is an unbroken chain.</summary>
    public static async Task<int> CountAsync(BalancedWorld world, IReadOnlyList<Exchange> exchanges)
    {
        var missing = 0;
        foreach (var tenant in BalancedWorld.Tenants)
        {
            var recorded = (await world.Servers.TrailAsync(tenant)).Where(record => record["event"] == "data.revealed").Select(record => record["request"]).ToHashSet();
            missing += exchanges.Count(exchange => exchange.Tenant == tenant && exchange.IsRevealed && !recorded.Contains(exchange.RequestId));
        }

        await world.Servers.TrailAsync("operator");
        return missing;
    }
}
