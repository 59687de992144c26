namespace TenantGateway.Quotas;

internal static partial class Log
{
    [LoggerMessage(3500, LogLevel.Warning, "Tenant {Tenant} is beyond its quota ({Reason}), so requests of it are refused. Further ones within a minute are counted only.")]
    public static partial void HeldBack(ILogger logger, string tenant, string reason);
}
