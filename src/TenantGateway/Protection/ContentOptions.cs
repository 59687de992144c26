using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Protection;

/// <summary>Bounds of what is inspected: section <c>Gateway:Content</c>.</summary>
internal sealed class ContentOptions
{
    public const string Section = "Gateway:Content";

    /// <summary>The largest unit, in bytes: 1 KiB to 8 MiB, default 8 MiB.</summary>
    [Range(1024, 8 * 1024 * 1024, ErrorMessage = $"{Section}:MaxUnitBytes must be 1024 to 8388608.")]
    public int MaxUnitBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// How much of a body passes where a policy declares its type opaque, in bytes, over the whole life of the request: 1 KiB to 1 TiB, default 64 MiB. Goes for
    /// requests, also gRPC calls; WebSockets have no such bound.
    /// </summary>
    [Range(1024L, 1L << 40, ErrorMessage = $"{Section}:MaxOpaqueBytes must be 1024 to 1099511627776.")]
    public long MaxOpaqueBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long a whole body may take to arrive, from caller or service, in seconds: 1 to 600, default 60.</summary>
    [Range(1, 600, ErrorMessage = $"{Section}:BodySeconds must be 1 to 600.")]
    public int BodySeconds { get; set; } = 60;
}
