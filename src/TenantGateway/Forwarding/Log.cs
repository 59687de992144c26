using TenantGateway.Core.Tenants;
using Yarp.ReverseProxy.Forwarder;

namespace TenantGateway.Forwarding;

internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Critical, "The stored assertion key {KeyId} does not verify and is not used: somebody else wrote it.")]
    public static partial void ServiceKeyRefused(ILogger logger, string keyId);

    [LoggerMessage(5001, LogLevel.Warning, "Forwarding failed with {Error} ({Fault}), request {RequestId}.")]
    public static partial void ForwardingFailed(ILogger logger, ForwarderError error, string? fault, string requestId);

    [LoggerMessage(5002, LogLevel.Information, "An answer on its way broke off with {Error} ({Fault}), request {RequestId}.")]
    public static partial void ForwardingBrokeOff(ILogger logger, ForwarderError error, string? fault, string requestId);

    [LoggerMessage(5003, LogLevel.Information, "The exchange on route {Route} was ended, request {RequestId}: {Cause}.")]
    public static partial void ExchangeEnded(ILogger logger, string route, string requestId, ExchangeEnd cause);

    [LoggerMessage(8460, LogLevel.Warning, "A request of tenant {Tenant} on route {Route} has no place to go: {Fault}. Request {RequestId}.")]
    public static partial void NoPlace(ILogger logger, TenantId tenant, string route, string fault, string requestId);

    [LoggerMessage(5004, LogLevel.Error, "The rights of open streams could not be looked at: {Fault}.")]
    public static partial void StreamWalkFailed(ILogger logger, string fault);
}
