using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing.Retention;

/// <summary>Event ids 7140 to 7159.</summary>
internal static partial class Log
{
    [LoggerMessage(7140, LogLevel.Information, "Audit records of {Tenant} are pruned up to number {Through}: their retention is over.")]
    internal static partial void Pruned(ILogger logger, TenantId tenant, long through);

    [LoggerMessage(7141, LogLevel.Information, "The pruning of audit records of {Tenant} stopped: they are held, or another process has the turn.")]
    internal static partial void Stopped(ILogger logger, TenantId tenant);

    [LoggerMessage(7142, LogLevel.Warning, "Audit records of {Tenant} are not pruned, because the log may not be signed.")]
    internal static partial void NotAuthorised(ILogger logger, TenantId tenant);

    [LoggerMessage(7143, LogLevel.Error, "Audit records of {Tenant} could not be pruned; the next round tries again.")]
    internal static partial void RoundFailed(ILogger logger, TenantId tenant, Exception exception);

    [LoggerMessage(7144, LogLevel.Error, "A round of pruning could not be begun or ended; it is tried again.")]
    internal static partial void NoRound(ILogger logger, Exception exception);

    [LoggerMessage(7145, LogLevel.Critical, "The retention of {Tenant}'s audit records is not one that two people decided: none of them is pruned. Find out who wrote it.")]
    internal static partial void PeriodNotDecided(ILogger logger, TenantId tenant);
}
