using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>Event ids 6000 to 6999, and 7080 to 7082.</summary>
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
    [LoggerMessage(6300, LogLevel.Critical, "The key service refuses {KekId} of {Tenant} for good: {Generations} held generations are zeroed and the tenant is denied what needs them.")]
    internal static partial void KekDenied(ILogger logger, string kekId, TenantId tenant, int generations);

    [LoggerMessage(6301, LogLevel.Critical, "The key service has not answered for {KekId} of {Tenant} for longer than {Seconds} s: {Generations} held generations are zeroed.")]
    internal static partial void GraceOver(ILogger logger, string kekId, TenantId tenant, double seconds, int generations);

    [LoggerMessage(6302, LogLevel.Warning, "The key service unwraps for {KekId} of {Tenant} again: the tenant is served.")]
    internal static partial void KekOpened(ILogger logger, string kekId, TenantId tenant);

    [LoggerMessage(6303, LogLevel.Error, "The key service does not answer for {KekId} of {Tenant}: held keys stay in use for {Seconds} s from the last good unwrap.")]
    internal static partial void KekFailing(ILogger logger, string kekId, TenantId tenant, double seconds);

    [LoggerMessage(6304, LogLevel.Information, "The key service answers for {KekId} of {Tenant} again, within the grace.")]
    internal static partial void KekRecovered(ILogger logger, string kekId, TenantId tenant);

    [LoggerMessage(6305, LogLevel.Critical, "The key generation {KeyId} of {Tenant} is damaged: what the key service unwraps does not verify or has the wrong length.")]
    internal static partial void Damaged(ILogger logger, KeyId keyId, TenantId tenant);

    [LoggerMessage(6306, LogLevel.Error, "The probe of {KekId} of {Tenant} failed: {Fault}.")]
    internal static partial void ProbeFailed(ILogger logger, string kekId, TenantId tenant, string fault);

    [LoggerMessage(6307, LogLevel.Critical, "The event {Event} of {KekId} of {Tenant} is not on record: too many wait for the audit trail.")]
    internal static partial void EventLost(ILogger logger, string @event, string kekId, TenantId tenant);

    [LoggerMessage(7080, LogLevel.Critical, "The audit key {KeyId} of {Tenant} cannot be kept: its key-encryption key refuses for good. What was recorded under it keeps its form and its proofs, and nobody can read its details or search it for a person.")]
    internal static partial void AuditKeyLost(ILogger logger, KeyId keyId, TenantId tenant);

    [LoggerMessage(7081, LogLevel.Warning, "The key-encryption key of {Tenant}'s ended audit key is deleted and could not be purged: its vault ends it after its own time.")]
    internal static partial void AuditKekNotPurged(ILogger logger, TenantId tenant);

    [LoggerMessage(7082, LogLevel.Warning, "The database is read by somebody else and could not be scrubbed after the audit key of {Tenant} ended; the next round of pruning does it.")]
    internal static partial void AuditKeyNotScrubbed(ILogger logger, TenantId tenant);
}
