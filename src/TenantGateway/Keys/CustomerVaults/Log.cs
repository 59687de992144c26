using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys.CustomerVaults;

/// <summary>Event ids 6150 to 6199.</summary>
internal static partial class Log
{
    [LoggerMessage(6150, LogLevel.Critical, "Refused the stored vault declaration of {Tenant}: its signature does not verify. Somebody or something other than this gateway changed the database.")]
    internal static partial void DeclarationRefused(ILogger logger, TenantId tenant);

    [LoggerMessage(6151, LogLevel.Warning, "{Key}, declared by {Tenant}, cannot be its key: {Failure}. {Answer}")]
    internal static partial void KeyUnusable(ILogger logger, string key, TenantId tenant, KeyServiceFailure failure, string answer);

    [LoggerMessage(6152, LogLevel.Warning, "{Generations} key generations of {Tenant} are wrapped by {KekId} from now on.")]
    internal static partial void Bound(ILogger logger, int generations, TenantId tenant, string kekId);

    [LoggerMessage(6153, LogLevel.Warning, "The declaration of {Tenant} was not changed: {Fault}.")]
    internal static partial void DeclarationFailed(ILogger logger, TenantId tenant, string fault);
}
