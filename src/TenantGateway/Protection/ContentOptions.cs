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

    /// <summary>How much of a body passes that is inspected unit by unit (lines, parts of a form), in bytes: 1 KiB to 1 TiB, default 1 GiB. Goes for requests.</summary>
    [Range(1024L, 1L << 40, ErrorMessage = $"{Section}:MaxStreamBytes must be 1024 to 1099511627776.")]
    public long MaxStreamBytes { get; set; } = 1L << 30;

    /// <summary>How many bytes one byte of a compressed body may become: 2 to 1000, default 100. The first 64 KiB are free.</summary>
    [Range(2, 1000, ErrorMessage = $"{Section}:MaxExpansion must be 2 to 1000.")]
    public int MaxExpansion { get; set; } = 100;

    /// <summary>How long a whole body may take to arrive, from caller or service, in seconds: 1 to 600, default 60.</summary>
    [Range(1, 600, ErrorMessage = $"{Section}:BodySeconds must be 1 to 600.")]
    public int BodySeconds { get; set; } = 60;
}
