using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authorization;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Warning, "An actor of tenant {Tenant} could not be named: the key service failed ({Failure}).")]
    public static partial void PseudonymUnavailable(ILogger logger, TenantId tenant, KeyServiceFailure failure);
}
