namespace TenantGateway.Storage.Databases;

/// <summary>Event ids 9000 to 9099.</summary>
internal static partial class Log
{
    [LoggerMessage(9000, LogLevel.Information, "Opened the database {Database}: {Applied} migrations applied now.")]
    internal static partial void DatabaseOpened(ILogger logger, string database, int applied);
}
