namespace TenantGateway.Storage;

/// <summary>Event ids 9000 to 9499.</summary>
internal static partial class Log
{
    [LoggerMessage(9000, LogLevel.Information, "Opened the database {Path}: {Applied} migrations applied now.")]
    internal static partial void DatabaseOpened(ILogger logger, string path, int applied);
}
