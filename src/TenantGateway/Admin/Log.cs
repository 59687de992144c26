using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

internal static partial class Log
{
    [LoggerMessage(8001, LogLevel.Error, "Tenant {Tenant} could not be created: {Fault}.")]
    public static partial void CreationFailed(ILogger logger, TenantId tenant, string fault);
}
