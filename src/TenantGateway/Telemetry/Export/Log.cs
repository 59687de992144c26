namespace TenantGateway.Telemetry.Export;

/// <summary>Event ids 9700 to 9799.</summary>
internal static partial class Log
{
    [LoggerMessage(9700, LogLevel.Warning, "The collector does not take {Signal}; they are lost until it does. Requests are not affected.")]
    public static partial void ExportFailed(ILogger logger, string signal);

    [LoggerMessage(9701, LogLevel.Information, "The collector takes {Signal} again.")]
    public static partial void ExportRecovered(ILogger logger, string signal);
}
