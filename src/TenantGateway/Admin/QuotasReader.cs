using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>Reads what a tenant may use from its definition.</summary>
internal static class QuotasReader
{
    public static QuotaOverrides Read(DefinitionCursor place)
    {
        var members = place.AsObject("requestsPerSecond", "burst", "concurrentRequests");
        return new QuotaOverrides(
            members.GetValueOrDefault("requestsPerSecond")?.AsNumber(QuotaOverrides.LeastPerSecond, QuotaOverrides.MostPerSecond),
            members.GetValueOrDefault("burst")?.AsCount(QuotaOverrides.MostBurst),
            members.GetValueOrDefault("concurrentRequests")?.AsCount(QuotaOverrides.MostConcurrent));
    }
}
