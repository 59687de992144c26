namespace TenantGateway.Redis.Connections;

/// <summary>Event ids 8400 to 8409.</summary>
internal static partial class Log
{
    [LoggerMessage(8400, LogLevel.Information, "Redis answers: changes are told to other processes at once, and quotas are shared.")]
    internal static partial void Connected(ILogger logger);

    [LoggerMessage(8401, LogLevel.Warning, "Redis does not answer ({Fault}). Changes of other processes are known within the poll interval, and this process keeps to its own part of the quotas.")]
    internal static partial void Lost(ILogger logger, string fault);
}
