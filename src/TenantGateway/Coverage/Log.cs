namespace TenantGateway.Coverage;

internal static partial class Log
{
    [LoggerMessage(4060, LogLevel.Warning, "The counts of coverage could not be written ({Fault}); they are kept for the next time.")]
    internal static partial void NotWritten(ILogger logger, string fault);
}
