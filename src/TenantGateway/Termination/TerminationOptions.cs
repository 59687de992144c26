using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Termination;

/// <summary>How tenants end: section <c>Gateway:Termination</c>.</summary>
internal sealed class TerminationOptions
{
    internal const string Section = "Gateway:Termination";

    /// <summary>
    /// How long a terminated tenant can be recovered before its keys are destroyed, in days; 1 to 365, default 30. A destruction that is due by a shorter
    /// time of before waits for this one.
    /// </summary>
    [Range(1, 365, ErrorMessage = $"{Section}:DestroyAfterDays must be 1 to 365.")]
    public int DestroyAfterDays { get; set; } = 30;
}
