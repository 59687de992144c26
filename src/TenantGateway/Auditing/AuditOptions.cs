using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Auditing;

/// <summary>How the audit trail is written: section <c>Gateway:Audit</c>.</summary>
internal sealed class AuditOptions
{
    internal const string Section = "Gateway:Audit";

    /// <summary>How long a caller waits until an entry is durable before it is refused, in seconds; 1 to 30, default 2.</summary>
    [Range(1, 30, ErrorMessage = $"{Section}:CommitTimeoutSeconds must be 1 to 30.")]
    public int CommitTimeoutSeconds { get; set; } = 2;

    /// <summary>How many entries one transaction takes at most; 1 to 4096, default 512.</summary>
    [Range(1, 4096, ErrorMessage = $"{Section}:MaxBatch must be 1 to 4096.")]
    public int MaxBatch { get; set; } = 512;

    /// <summary>How many entries may wait for the writer; those who come after wait to queue, within their time. 16 to 65 536, default 4096.</summary>
    [Range(16, 65_536, ErrorMessage = $"{Section}:QueueLength must be 16 to 65536.")]
    public int QueueLength { get; set; } = 4096;
}
