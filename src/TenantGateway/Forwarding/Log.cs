namespace TenantGateway.Forwarding;

internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Critical, "The stored assertion key {KeyId} does not verify and is not used: somebody else wrote it.")]
    public static partial void ServiceKeyRefused(ILogger logger, string keyId);
}
