using System.ComponentModel.DataAnnotations;
using TenantGateway.Core.Content;

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

    /// <summary>How deep the arrays and objects of a document may be nested: 1 to 64, default 64.</summary>
    [Range(1, 64, ErrorMessage = $"{Section}:MaxDepth must be 1 to 64.")]
    public int MaxDepth { get; set; } = ContentLimits.Default.MaxDepth;

    /// <summary>How many values at protected places one unit may hold: 1 to 100 000, default 20 000.</summary>
    [Range(1, 100_000, ErrorMessage = $"{Section}:MaxFields must be 1 to 100000.")]
    public int MaxFields { get; set; } = ContentLimits.Default.MaxFields;

    /// <summary>How many tokens and handles of one unit are opened: 1 to 100 000, default 20 000.</summary>
    [Range(1, 100_000, ErrorMessage = $"{Section}:MaxTokens must be 1 to 100000.")]
    public int MaxTokens { get; set; } = ContentLimits.Default.MaxTokens;

    /// <summary>How long the name of a member or form field may be, in bytes: 256 to 65 536, default 1024. Policies spell names of up to 256.</summary>
    [Range(256, 65_536, ErrorMessage = $"{Section}:MaxNameBytes must be 256 to 65536.")]
    public int MaxNameBytes { get; set; } = ContentLimits.Default.MaxNameBytes;

    /// <summary>How long a protected value may be, in bytes: 1 to 61 440, which is the default.</summary>
    [Range(1, 61_440, ErrorMessage = $"{Section}:MaxValueBytes must be 1 to 61440.")]
    public int MaxValueBytes { get; set; } = ContentLimits.Default.MaxValueBytes;

    internal ContentLimits Limits => new() { MaxDepth = MaxDepth, MaxFields = MaxFields, MaxTokens = MaxTokens, MaxNameBytes = MaxNameBytes, MaxValueBytes = MaxValueBytes };

    /// <summary>How long a whole body may take to arrive, from caller or service, in seconds: 1 to 600, default 60.</summary>
    [Range(1, 600, ErrorMessage = $"{Section}:BodySeconds must be 1 to 600.")]
    public int BodySeconds { get; set; } = 60;
}
