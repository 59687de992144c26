namespace TenantGateway.Auditing.Checkpoints;

/// <summary>Event ids 7020 to 7039.</summary>
internal static partial class Log
{
    [LoggerMessage(7020, LogLevel.Critical, "The audit log is not signed: {Problem} Its records, or the checkpoints, were changed or are those of a former time.")]
    internal static partial void Refused(ILogger logger, string problem);

    [LoggerMessage(7021, LogLevel.Information, "The audit log is signed again, at {Size} records.")]
    internal static partial void Recovered(ILogger logger, long size);

    [LoggerMessage(7022, LogLevel.Warning, "The audit log could not be signed; it is tried again.")]
    internal static partial void SigningFailed(ILogger logger, Exception exception);

    [LoggerMessage(7023, LogLevel.Error, "A checkpoint of {Size} records could not be written to {Directory}.")]
    internal static partial void NotWritten(ILogger logger, long size, string directory, Exception exception);

    [LoggerMessage(7024, LogLevel.Error, "A checkpoint of {Size} records could not be posted to {Host}: {Problem}. The next one is tried.")]
    internal static partial void NotPosted(ILogger logger, long size, string host, string problem);
}
