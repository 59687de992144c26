using TenantGateway.Core.Tenants;

namespace TenantGateway.Conversion;

/// <summary>Event ids 6400 to 6499.</summary>
internal static partial class Log
{
    [LoggerMessage(6400, LogLevel.Critical, "Refused the stored conversion {Id} of {Tenant}: its signature does not verify. Somebody or something other than this gateway changed the database.")]
    internal static partial void RunRefused(ILogger logger, string id, TenantId tenant);

    [LoggerMessage(6401, LogLevel.Critical, "Refused the stored datasets of {Tenant}: their signature does not verify. Somebody or something other than this gateway changed the database.")]
    internal static partial void InventoryRefused(ILogger logger, TenantId tenant);

    [LoggerMessage(6402, LogLevel.Information, "Conversion {Id} went through {Rows} rows of {Tenant}'s dataset {Dataset}.")]
    internal static partial void Ended(ILogger logger, string id, TenantId tenant, string dataset, long rows);

    [LoggerMessage(6403, LogLevel.Warning, "Conversion {Id} met {Tokens} tokens of other tenants in {Tenant}'s dataset {Dataset}. They are left as they are and open for nobody there.")]
    internal static partial void MetForeign(ILogger logger, string id, long tokens, TenantId tenant, string dataset);
}
