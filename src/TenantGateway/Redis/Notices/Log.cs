namespace TenantGateway.Redis.Notices;

/// <summary>Event ids 8410 to 8419.</summary>
internal static partial class Log
{
    [LoggerMessage(8410, LogLevel.Debug, "Notices of other processes could not be subscribed to: {Fault}. Tried again.")]
    internal static partial void NotSubscribed(ILogger logger, string fault);
}
