using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>Event ids 6000 to 6999.</summary>
internal static partial class Log
{
    [LoggerMessage(6000, LogLevel.Information, "Loaded {Generations} key generations of {Tenants} tenants.")]
    internal static partial void Loaded(ILogger logger, int generations, int tenants);

    [LoggerMessage(6001, LogLevel.Critical, "Refused the stored key generation {KeyId} of {Tenant}: {Reason}. Somebody or something other than this gateway changed the database.")]
    internal static partial void RecordRefused(ILogger logger, KeyId keyId, TenantId tenant, string reason);

    [LoggerMessage(6002, LogLevel.Warning, "The key generation {KeyId} of {Tenant} could not be unwrapped: {Failure}.")]
    internal static partial void UnwrapFailed(ILogger logger, KeyId keyId, TenantId tenant, KeyServiceFailure failure, Exception exception);

    [LoggerMessage(6003, LogLevel.Information, "Provisioned tenant {Tenant}: {Outcome}.")]
    internal static partial void Provisioned(ILogger logger, TenantId tenant, CreateTenantOutcome outcome);

    [LoggerMessage(6004, LogLevel.Information, "Created the operator's audit key.")]
    internal static partial void OperatorKeyCreated(ILogger logger);

    [LoggerMessage(6018, LogLevel.Information, "Created the gateway's own key for the purpose {Purpose}.")]
    internal static partial void ServiceKeyCreated(ILogger logger, string purpose);
}
