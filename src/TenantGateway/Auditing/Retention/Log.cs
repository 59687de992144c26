using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing.Retention;

/// <summary>Event ids 7110 to 7119, and 7083 to 7089.</summary>
internal static partial class Log
{
    [LoggerMessage(7110, LogLevel.Information, "Audit records of {Tenant} are pruned up to number {Through}: their retention is over.")]
    internal static partial void Pruned(ILogger logger, TenantId tenant, long through);

    [LoggerMessage(7111, LogLevel.Information, "The pruning of audit records of {Tenant} stopped: they are held, or another process has the turn.")]
    internal static partial void Stopped(ILogger logger, TenantId tenant);

    [LoggerMessage(7112, LogLevel.Warning, "Audit records of {Tenant} are not pruned, because the log may not be signed.")]
    internal static partial void NotAuthorised(ILogger logger, TenantId tenant);

    [LoggerMessage(7113, LogLevel.Error, "Audit records of {Tenant} could not be pruned; the next round tries again.")]
    internal static partial void RoundFailed(ILogger logger, TenantId tenant, Exception exception);

    [LoggerMessage(7114, LogLevel.Error, "A round of pruning could not be begun or ended; it is tried again.")]
    internal static partial void NoRound(ILogger logger, Exception exception);

    [LoggerMessage(7115, LogLevel.Critical, "The retention of {Tenant}'s audit records is not one that two people decided: none of them is pruned. Find out who wrote it.")]
    internal static partial void PeriodNotDecided(ILogger logger, TenantId tenant);

    [LoggerMessage(7083, LogLevel.Warning, "The database is read by somebody else: what was pruned may still be in its files. It is scrubbed in a minute.")]
    internal static partial void NotScrubbed(ILogger logger);

    [LoggerMessage(7084, LogLevel.Information, "The audit key of {Tenant} is destroyed: the tenant has ended, and its last record is pruned.")]
    internal static partial void KeyEnded(ILogger logger, TenantId tenant);

    [LoggerMessage(7085, LogLevel.Error, "The audit key of {Tenant}, whose last record is pruned, could not be destroyed; the next round tries again.")]
    internal static partial void KeyNotEnded(ILogger logger, TenantId tenant, Exception exception);

    [LoggerMessage(7086, LogLevel.Critical, "A hold of {Tenant}'s records is on record, and gone from the database without a record that ends it: nothing of the tenant is pruned. Find out who took it away, and set it anew.")]
    internal static partial void HoldTakenAway(ILogger logger, TenantId tenant);

    [LoggerMessage(7087, LogLevel.Warning, "Nothing is pruned before the index of the audit log is there: it tells which holds are on record.")]
    internal static partial void IndexBehind(ILogger logger);
}
