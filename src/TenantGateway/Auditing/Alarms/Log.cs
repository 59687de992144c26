namespace TenantGateway.Auditing.Alarms;

/// <summary>Event ids 7140 to 7179.</summary>
internal static partial class Log
{
    [LoggerMessage(7140, LogLevel.Warning, "Alarm {Id}: {Kind} ({Cause}) of {Tenant}, actor {Actor}, route {Route}, classes {Classes}, count {Count}, usual {Usual}, record {Record}.")]
    internal static partial void Raised(ILogger logger, string id, string kind, string cause, string tenant, string actor, string route, string classes, long? count, long? usual, string record);

    [LoggerMessage(7141, LogLevel.Warning, "{Count} alarms were not raised: a tenant had enough of their kind within the hour.")]
    internal static partial void Suppressed(ILogger logger, int count);

    [LoggerMessage(7142, LogLevel.Error, "The audit log could not be looked through for alarms; it is tried again. Records are kept all the same.")]
    internal static partial void StepFailed(ILogger logger, Exception exception);

    [LoggerMessage(7143, LogLevel.Information, "The audit log is looked through for alarms again.")]
    internal static partial void Recovered(ILogger logger);

    [LoggerMessage(7144, LogLevel.Warning, "Alarm {Id} could not be put on record; it is tried again.")]
    internal static partial void NotRecorded(ILogger logger, string id, Exception exception);

    [LoggerMessage(7150, LogLevel.Warning, "Alarm {Id} could not be posted to {Webhook} ({Problem}), at attempt {Attempt}; it is tried again.")]
    internal static partial void NotPosted(ILogger logger, string id, string webhook, string problem, int attempt);

    [LoggerMessage(7151, LogLevel.Error, "Alarm {Id} was not posted to {Webhook} in three days ({Problem}) and is given up.")]
    internal static partial void GivenUp(ILogger logger, string id, string webhook, string problem);

    [LoggerMessage(7152, LogLevel.Error, "Alarms that are to be posted to {Webhook} could not be read; it is tried again.")]
    internal static partial void PostsUnknown(ILogger logger, string webhook, Exception exception);
}
