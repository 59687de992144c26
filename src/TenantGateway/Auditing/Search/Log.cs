namespace TenantGateway.Auditing.Search;

/// <summary>Event ids 7100 to 7139.</summary>
internal static partial class Log
{
    [LoggerMessage(7100, LogLevel.Error, "The index of the audit log could not be fed; it is tried again. Records are kept all the same.")]
    internal static partial void StepFailed(ILogger logger, Exception exception);

    [LoggerMessage(7101, LogLevel.Information, "The index of the audit log is fed again.")]
    internal static partial void Recovered(ILogger logger);
}
