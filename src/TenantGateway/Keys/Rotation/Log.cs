using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys.Rotation;

/// <summary>Event ids 6200 to 6289.</summary>
internal static partial class Log
{
    [LoggerMessage(6200, LogLevel.Information, "Changed {Generations} key generations of {Tenant}: {Kind}.")]
    internal static partial void Rotated(ILogger logger, int generations, TenantId tenant, RotationKind kind);

    [LoggerMessage(6201, LogLevel.Information, "The key generation {KeyId} of {Tenant} is the primary one of its {Line} line.")]
    internal static partial void Promoted(ILogger logger, KeyId keyId, TenantId tenant, KeyLine line);

    [LoggerMessage(6202, LogLevel.Warning, "The key generation {KeyId} of {Tenant} does not become primary yet: {Fault}.")]
    internal static partial void NotPromoted(ILogger logger, KeyId keyId, TenantId tenant, string fault);

    [LoggerMessage(6203, LogLevel.Error, "The key generation {KeyId} of {Tenant} was abandoned: what was wrapped does not unwrap.")]
    internal static partial void Abandoned(ILogger logger, KeyId keyId, TenantId tenant);

    [LoggerMessage(6204, LogLevel.Warning, "The data key of {Tenant} is due for rotation and was not rotated: {Fault}.")]
    internal static partial void ScheduledRotationFailed(ILogger logger, TenantId tenant, string fault);

    [LoggerMessage(6205, LogLevel.Error, "Looking after pending key generations failed: {Fault}. It is tried again.")]
    internal static partial void TickFailed(ILogger logger, string fault);

    [LoggerMessage(6206, LogLevel.Information, "The pending key generation {KeyId} of {Tenant} was wrapped under {KekId}, as its line is now.")]
    internal static partial void Aligned(ILogger logger, KeyId keyId, TenantId tenant, string kekId);
}
