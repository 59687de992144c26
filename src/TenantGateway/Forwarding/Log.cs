using Yarp.ReverseProxy.Forwarder;

namespace TenantGateway.Forwarding;

internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Critical, "The stored assertion key {KeyId} does not verify and is not used: somebody else wrote it.")]
    public static partial void ServiceKeyRefused(ILogger logger, string keyId);

    [LoggerMessage(5001, LogLevel.Warning, "Forwarding failed with {Error} ({Fault}), request {RequestId}.")]
    public static partial void ForwardingFailed(ILogger logger, ForwarderError error, string? fault, string requestId);
}
