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
}
