using TenantGateway.Core.Tenants;

namespace TenantGateway.Operations;

/// <summary>Event ids 8100 to 8149.</summary>
internal static partial class Log
{
    [LoggerMessage(8100, LogLevel.Information, "Operation {Id} ({Kind} of {Tenant}) is {State}.")]
    internal static partial void Moved(ILogger logger, string id, string kind, TenantId tenant, string state);

    [LoggerMessage(8101, LogLevel.Critical, "Refused the stored operation {Id}: its signature does not verify. Somebody or something other than this gateway changed the database.")]
    internal static partial void RecordRefused(ILogger logger, string id);

    [LoggerMessage(8102, LogLevel.Error, "Operation {Id} ({Kind} of {Tenant}) failed: {Fault}.")]
    internal static partial void RunFailed(ILogger logger, string id, string kind, TenantId tenant, string fault);

    [LoggerMessage(8103, LogLevel.Warning, "Operation {Id} was taken over by another process while it ran here; the run was given up.")]
    internal static partial void LeaseLost(ILogger logger, string id);

    [LoggerMessage(8104, LogLevel.Warning, "The operations could not be looked through: {Fault}. They are looked through again soon.")]
    internal static partial void WalkFailed(ILogger logger, string fault);

    [LoggerMessage(8105, LogLevel.Warning, "The run of operation {Id} was interrupted; it goes on.")]
    internal static partial void Resumed(ILogger logger, string id);

    [LoggerMessage(8106, LogLevel.Warning, "The reason of operation {Id} could not be sealed or opened: {Fault}.")]
    internal static partial void ReasonUnavailable(ILogger logger, string id, string fault);
}
