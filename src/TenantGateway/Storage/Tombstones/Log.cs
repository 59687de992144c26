using TenantGateway.Core.Tenants;

namespace TenantGateway.Storage.Tombstones;

/// <summary>Event ids 8150 to 8159.</summary>
internal static partial class Log
{
    [LoggerMessage(8150, LogLevel.Critical, "The tombstone of {Tenant} does not verify. The tenant stays dead; find out who wrote it.")]
    internal static partial void TombstoneNotVerified(ILogger logger, TenantId tenant);

    [LoggerMessage(8151, LogLevel.Critical, "Tenant {Tenant} was destroyed and the database says that it lives: it is not served. The database was restored from an older state.")]
    internal static partial void ResurrectionRefused(ILogger logger, TenantId tenant);
}
