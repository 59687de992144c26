namespace TenantGateway.Authentication.Services;

internal static partial class Log
{
    [LoggerMessage(2050, LogLevel.Error, "The registered services were not read again: {Problems} Those of the last good settings stay.")]
    public static partial void ServicesRefused(ILogger logger, string problems);

    [LoggerMessage(2051, LogLevel.Error, "The key {KeyId} of service tokens is not signed by the key service and is not used.")]
    public static partial void ServiceKeyRefused(ILogger logger, string keyId);
}
