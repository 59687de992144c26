using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Auditing.Retention;

/// <summary>How long audit records are kept: section <c>Gateway:Audit:Retention</c>.</summary>
internal sealed class RetentionOptions
{
    internal const string Section = "Gateway:Audit:Retention";

    /// <summary>How long records are kept where a tenant has no period of its own, and the operator's, in days; within the bounds, default 1096.</summary>
    [Range(1, 36_525, ErrorMessage = $"{Section}:RecordDays must be 1 to 36525.")]
    public int RecordDays { get; set; } = 1096;

    /// <summary>How long the sealed details of records are kept, in days; 1 to <see cref="RecordDays"/>, default 366.</summary>
    [Range(1, 36_525, ErrorMessage = $"{Section}:DetailDays must be 1 to 36525.")]
    public int DetailDays { get; set; } = 366;

    /// <summary>The shortest period that records of any tenant may be kept, in days; 30 to 36525, default 90.</summary>
    [Range(30, 36_525, ErrorMessage = $"{Section}:MinDays must be 30 to 36525.")]
    public int MinDays { get; set; } = 90;

    /// <summary>The longest period that records of any tenant may be kept, in days; 30 to 36525, default 3653.</summary>
    [Range(30, 36_525, ErrorMessage = $"{Section}:MaxDays must be 30 to 36525.")]
    public int MaxDays { get; set; } = 3653;

    /// <summary>How long after one round of pruning the next begins, in minutes, whichever process has it; 1 to 10080, default 1440.</summary>
    [Range(1, 10_080, ErrorMessage = $"{Section}:IntervalMinutes must be 1 to 10080.")]
    public int IntervalMinutes { get; set; } = 1440;

    /// <summary>Whether a period is within the bounds.</summary>
    internal bool Allows(int recordDays, int detailDays) => recordDays >= MinDays && recordDays <= MaxDays && detailDays >= 1 && detailDays <= recordDays;
}
