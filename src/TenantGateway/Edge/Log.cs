namespace TenantGateway.Edge;

/// <summary>Event ids 100 to 109.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "Starting in the role {Role}.")]
    internal static partial void Starting(ILogger logger, string role);

    [LoggerMessage(101, LogLevel.Information, "{Setting} is not used: the role {Role} has no such listener.")]
    internal static partial void ListenerNotUsed(ILogger logger, string setting, string role);
}
