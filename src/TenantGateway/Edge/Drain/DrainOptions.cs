using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Edge.Drain;

/// <summary>How the process leaves: section <c>Gateway:Drain</c>.</summary>
internal sealed class DrainOptions
{
    public const string Section = "Gateway:Drain";

    /// <summary>
    /// How long the process still serves after it has said that it is not ready, in seconds; 0 to 600, default 5. Longer than whoever sends requests here
    /// needs to notice: its period of checks times the failures it wants, and one timeout.
    /// </summary>
    [Range(0, 600, ErrorMessage = $"{Section}:WaitSeconds must be 0 to 600 seconds; 0 leaves callers no time to notice.")]
    public int WaitSeconds { get; set; } = 5;

    /// <summary>How long what is under way may take once nothing new is accepted, in seconds; 0 to 3600, default 30. What is left then is aborted.</summary>
    [Range(0, 3_600, ErrorMessage = $"{Section}:DeadlineSeconds must be 0 to 3600 seconds; 0 aborts whatever is under way.")]
    public int DeadlineSeconds { get; set; } = 30;
}
