using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing;

/// <summary>Event ids 7000 to 7999.</summary>
internal static partial class Log
{
    [LoggerMessage(7000, LogLevel.Critical, "{Entries} audit entries could not be made durable; what they would have recorded is refused.")]
    internal static partial void AppendFailed(ILogger logger, int entries, Exception exception);

    [LoggerMessage(7001, LogLevel.Information, "The audit trail can be written again.")]
    internal static partial void Recovered(ILogger logger);

    [LoggerMessage(7002, LogLevel.Warning, "The details of an audit entry of {Tenant} were dropped, because its audit key cannot be used.")]
    internal static partial void DetailsDropped(ILogger logger, TenantId tenant, Exception exception);

    [LoggerMessage(7003, LogLevel.Warning, "Counts of refusals could not be recorded; they are kept for the next minute.")]
    internal static partial void CountsKept(ILogger logger, Exception exception);

    [LoggerMessage(7010, LogLevel.Warning, "An append to the audit trail failed ({Fault}); the same batch is tried again, unless it is there.")]
    internal static partial void AppendRepeated(ILogger logger, string fault);

    [LoggerMessage(7011, LogLevel.Warning, "What became of {Event} on {Subject} is not known: whoever was to record it is gone. It is recorded as unknown.")]
    internal static partial void OutcomeUnknown(ILogger logger, string @event, string subject);

    [LoggerMessage(7012, LogLevel.Warning, "Intents without an outcome could not be answered; it is tried again.")]
    internal static partial void IntentsLeftOpen(ILogger logger, Exception exception);
}
