using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Edge.Limits;

/// <summary>What a connection in HTTP/2 may take: section <c>Gateway:Limits:Http2</c>.</summary>
internal sealed class Http2LimitsOptions
{
    private const string Section = $"{LimitsOptions.Section}:Http2";

    /// <summary>Streams under way on one connection: 1 to 1,000, default 100. The client is told, and a stream beyond is refused.</summary>
    [Range(1, 1_000, ErrorMessage = $"{Section}:MaxStreams must be 1 to 1000 streams.")]
    public int MaxStreams { get; set; } = 100;

    /// <summary>Size of the table for header compression (RFC 7541), in bytes: 0 to 64 KiB, default 4 KiB.</summary>
    [Range(0, 65_536, ErrorMessage = $"{Section}:HeaderTableBytes must be 0 to 65536 bytes.")]
    public int HeaderTableBytes { get; set; } = 4096;

    /// <summary>Size of one header, name and value, in bytes: 1 KiB to 256 KiB, default 32 KiB.</summary>
    [Range(1024, 262_144, ErrorMessage = $"{Section}:MaxHeaderFieldBytes must be 1024 to 262144 bytes.")]
    public int MaxHeaderFieldBytes { get; set; } = 32 * 1024;

    /// <summary>Size of a frame, in bytes: 16 KiB to 16 MiB less one (RFC 9113 section 4.2), default 16 KiB.</summary>
    [Range(16_384, 16_777_215, ErrorMessage = $"{Section}:MaxFrameBytes must be 16384 to 16777215 bytes.")]
    public int MaxFrameBytes { get; set; } = 16 * 1024;

    /// <summary>What all bodies of a connection may send ahead of being read, in bytes: 65,535 to 64 MiB, default 1 MiB.</summary>
    [Range(65_535, 67_108_864, ErrorMessage = $"{Section}:ConnectionWindowBytes must be 65535 to 67108864 bytes.")]
    public int ConnectionWindowBytes { get; set; } = 1024 * 1024;

    /// <summary>What one body may send ahead of being read, in bytes: 65,535 to 64 MiB, default 512 KiB, at most ConnectionWindowBytes.</summary>
    [Range(65_535, 67_108_864, ErrorMessage = $"{Section}:StreamWindowBytes must be 65535 to 67108864 bytes.")]
    public int StreamWindowBytes { get; set; } = 512 * 1024;

    /// <summary>After which silence the client is asked whether it is still there, in seconds: 0 to 3,600, default 30; 0 never asks.</summary>
    [Range(0, 3_600, ErrorMessage = $"{Section}:PingAfterSeconds must be 0 to 3600 seconds; 0 never asks.")]
    public int PingAfterSeconds { get; set; } = 30;

    /// <summary>How long it may take to answer, in seconds: 1 to 300, default 20.</summary>
    [Range(1, 300, ErrorMessage = $"{Section}:PingTimeoutSeconds must be 1 to 300 seconds.")]
    public int PingTimeoutSeconds { get; set; } = 20;
}
