using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Changes;

/// <summary>How changes that other processes make become known: section <c>Gateway:Changes</c>.</summary>
internal sealed class ChangesOptions
{
    public const string Section = "Gateway:Changes";

    /// <summary>How often the state is looked at, in seconds: a change is known that much later at most. 1 to 300, default 5.</summary>
    [Range(1, 300, ErrorMessage = $"{Section}:PollSeconds must be 1 to 300.")]
    public int PollSeconds { get; set; } = 5;
}
