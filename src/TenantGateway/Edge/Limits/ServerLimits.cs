using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace TenantGateway.Edge.Limits;

/// <summary>The limits that the server itself keeps.</summary>
internal static class ServerLimits
{
    public static void Apply(KestrelServerOptions kestrel, LimitsOptions options)
    {
        var limits = kestrel.Limits;
        // The gate counts, plane by plane: the server's one count would let a flood of callers shut out health checks.
        limits.MaxConcurrentConnections = null;
        limits.MaxConcurrentUpgradedConnections = options.MaxUpgradedConnections;
        limits.MaxRequestLineSize = options.MaxRequestLineBytes;
        limits.MaxRequestHeadersTotalSize = options.MaxHeaderBytes;
        limits.MaxRequestHeaderCount = options.MaxHeaders;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(options.HeaderSeconds);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(options.KeepAliveSeconds);
        limits.MaxRequestBodySize = options.MaxBodyBytes;
        limits.MinRequestBodyDataRate = Rate(options.MinBodyBytesPerSecond, options);
        limits.MinResponseDataRate = Rate(options.MinAnswerBytesPerSecond, options);
        Apply(limits.Http2, options.Http2);
    }

    private static MinDataRate? Rate(int bytesPerSecond, LimitsOptions options) =>
        bytesPerSecond == 0 ? null : new MinDataRate(bytesPerSecond, TimeSpan.FromSeconds(options.MinRateGraceSeconds));

    private static void Apply(Http2Limits limits, Http2LimitsOptions options)
    {
        limits.MaxStreamsPerConnection = options.MaxStreams;
        limits.HeaderTableSize = options.HeaderTableBytes;
        limits.MaxRequestHeaderFieldSize = options.MaxHeaderFieldBytes;
        limits.MaxFrameSize = options.MaxFrameBytes;
        limits.InitialConnectionWindowSize = options.ConnectionWindowBytes;
        limits.InitialStreamWindowSize = options.StreamWindowBytes;
        limits.KeepAlivePingDelay = options.PingAfterSeconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(options.PingAfterSeconds);
        limits.KeepAlivePingTimeout = TimeSpan.FromSeconds(options.PingTimeoutSeconds);
    }
}
