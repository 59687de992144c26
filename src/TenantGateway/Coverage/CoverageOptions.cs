using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Coverage;

/// <summary>What is kept of the counts of coverage: section <c>Gateway:Coverage</c>.</summary>
internal sealed class CoverageOptions
{
    public const string Section = "Gateway:Coverage";

    /// <summary>For how many days counts are kept: 1 to 3650, default 90.</summary>
    [Range(1, 3650, ErrorMessage = $"{Section}:KeepDays must be 1 to 3650.")]
    public int KeepDays { get; set; } = 90;
}
