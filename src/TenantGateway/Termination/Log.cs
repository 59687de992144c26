using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Termination;

/// <summary>Event ids 8200 to 8249.</summary>
internal static partial class Log
{
    [LoggerMessage(8200, LogLevel.Warning, "Tenant {Tenant} is terminated; its keys are destroyed from {DestroyAt:u} on unless it is recovered or held.")]
    internal static partial void Terminated(ILogger logger, TenantId tenant, DateTimeOffset destroyAt);

    [LoggerMessage(8201, LogLevel.Warning, "Tenant {Tenant} is recovered.")]
    internal static partial void Recovered(ILogger logger, TenantId tenant);

    [LoggerMessage(8202, LogLevel.Warning, "The destruction of tenant {Tenant} begins.")]
    internal static partial void DestructionBegins(ILogger logger, TenantId tenant);

    [LoggerMessage(8203, LogLevel.Warning, "Tenant {Tenant} is destroyed; its certificate is {Status}.")]
    internal static partial void Destroyed(ILogger logger, TenantId tenant, string status);

    [LoggerMessage(8204, LogLevel.Error, "The destruction of tenant {Tenant} did not get to its end: {Fault}. It goes on soon.")]
    internal static partial void DestructionFailed(ILogger logger, TenantId tenant, string fault);

    [LoggerMessage(8205, LogLevel.Critical, "The destruction of tenant {Tenant} is due, but no operation that two people decided stands behind it: it is not destroyed. Somebody or something other than this gateway changed the database.")]
    internal static partial void NotDecided(ILogger logger, TenantId tenant);

    [LoggerMessage(8206, LogLevel.Critical, "What was sealed for the destroyed tenant {Tenant} still opens ({What}): it is not certified.")]
    internal static partial void StillOpens(ILogger logger, TenantId tenant, string what);

    [LoggerMessage(8207, LogLevel.Warning, "The key-encryption key of tenant {Tenant} could not be purged ({Failure}): it can be recovered until the key service ends it.")]
    internal static partial void NotPurged(ILogger logger, TenantId tenant, KeyServiceFailure failure);

    [LoggerMessage(8208, LogLevel.Critical, "Tenant {Tenant} has a tombstone and the database says that it lives: it is not served, and what the database brought back is destroyed again.")]
    internal static partial void Resurrected(ILogger logger, TenantId tenant);

    [LoggerMessage(8209, LogLevel.Warning, "The ends of tenants could not be looked through: {Fault}. They are looked through again soon.")]
    internal static partial void SweepFailed(ILogger logger, string fault);

    [LoggerMessage(8210, LogLevel.Warning, "No token of tenant {Tenant} could be sealed to probe its end with: {Failure}.")]
    internal static partial void NoCanary(ILogger logger, TenantId tenant, KeyServiceFailure failure);
}
