namespace TenantGateway.Sessions;

/// <summary>Event ids 3010 to 3029.</summary>
internal static partial class Log
{
    [LoggerMessage(3010, LogLevel.Information, "{Count} revocations are in force.")]
    public static partial void RevocationsRead(ILogger logger, int count);

    [LoggerMessage(3011, LogLevel.Warning, "Revocations could not be read: {Fault}. Those that are known stay in force.")]
    public static partial void RevocationsUnreadable(ILogger logger, string fault);

    [LoggerMessage(3012, LogLevel.Information, "Revocations can be read again.")]
    public static partial void RevocationsReadAgain(ILogger logger);

    [LoggerMessage(3013, LogLevel.Warning, "It could not be read when a login was used last: {Fault}. Who is not known to be active must log in again.")]
    public static partial void ActivityUnreadable(ILogger logger, string fault);

    [LoggerMessage(3014, LogLevel.Warning, "The use of {Count} logins could not be written down: {Fault}. It is tried again.")]
    public static partial void ActivityNotWritten(ILogger logger, int count, string fault);
}
