using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(9500, LogLevel.Warning, "Security event {Reason}: request {RequestId} of tenant {Tenant} was refused.")]
    public static partial void SecurityEvent(ILogger logger, string reason, string requestId, string tenant);

    [LoggerMessage(9501, LogLevel.Error, "Request {RequestId} failed: {Fault}.")]
    public static partial void Failed(ILogger logger, string requestId, string fault);

    [LoggerMessage(9502, LogLevel.Error, "The denial {Reason} of request {RequestId} could not be recorded.")]
    public static partial void DenialNotRecorded(ILogger logger, string reason, string requestId);

    [LoggerMessage(EventId = 9503, Message = "Health: {Check} is {Status} now. {Description}")]
    public static partial void HealthChanged(ILogger logger, LogLevel level, string check, HealthStatus status, string? description);
}
