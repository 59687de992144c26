using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "{Count} tenants are known.")]
    public static partial void TenantsLoaded(ILogger logger, int count);

    [LoggerMessage(1002, LogLevel.Warning, "A token of tenant {Tenant} was sent to a host of tenant {Owner}.")]
    public static partial void TenantMismatch(ILogger logger, TenantId tenant, TenantId owner);

    [LoggerMessage(8450, LogLevel.Information, "The definition of tenant {Tenant} was changed: revision {Revision}.")]
    public static partial void TenantChanged(ILogger logger, TenantId tenant, long revision);

    [LoggerMessage(8451, LogLevel.Warning, "Tenant {Tenant} is pinned to a place that is not configured, {Place}, and is refused there: {Problem}")]
    public static partial void Misplaced(ILogger logger, TenantId tenant, string place, string problem);

    [LoggerMessage(8452, LogLevel.Information, "Tenant {Tenant} has the place again that it is pinned to.")]
    public static partial void PlacedAgain(ILogger logger, TenantId tenant);
}
