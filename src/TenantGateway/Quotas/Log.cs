namespace TenantGateway.Quotas;

internal static partial class Log
{
    [LoggerMessage(3500, LogLevel.Warning, "Tenant {Tenant} is beyond its quota ({Reason}), so requests of it are refused. Further ones within a minute are counted only.")]
    public static partial void HeldBack(ILogger logger, string tenant, string reason);

    [LoggerMessage(8420, LogLevel.Information, "Quotas of tenants are shared with other processes: {Parts} in all.")]
    public static partial void QuotasShared(ILogger logger, int parts);

    [LoggerMessage(8421, LogLevel.Warning, "Quotas of tenants cannot be shared with other processes, so this one keeps to one of {Parts} parts of each.")]
    public static partial void QuotasAlone(ILogger logger, int parts);
}
