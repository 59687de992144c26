namespace TenantGateway.Keys.Sightings;

/// <summary>Event ids 6290 to 6299.</summary>
internal static partial class Log
{
    [LoggerMessage(6290, LogLevel.Warning, "The counts of tokens seen could not be written ({Fault}); they are kept for the next minute.")]
    internal static partial void NotWritten(ILogger logger, string fault);
}
