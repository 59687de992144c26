using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Auditing.Search;

/// <summary>How the index of the log is fed: section <c>Gateway:Audit:Search</c>.</summary>
internal sealed class AuditIndexOptions
{
    internal const string Section = "Gateway:Audit:Search";

    /// <summary>How long the index rests once it holds the whole log, in milliseconds; 50 to 60,000, default 1000.</summary>
    [Range(50, 60_000, ErrorMessage = $"{Section}:IntervalMilliseconds must be 50 to 60000.")]
    public int IntervalMilliseconds { get; set; } = 1000;
}
