using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Protection;

/// <summary>Where the policies lie: section <c>Gateway:Policies</c>.</summary>
internal sealed class PolicyOptions
{
    public const string Section = "Gateway:Policies";

    /// <summary>The folder whose <c>*.json</c> files are the policies. Required.</summary>
    [Required(ErrorMessage = $"{Section}:Directory is not set. Name the folder that holds the policies.")]
    public string Directory { get; set; } = "";

    /// <summary>How often the folder is looked at, in seconds: 1 to 3600, default 2.</summary>
    [Range(1, 3600, ErrorMessage = $"{Section}:PollSeconds must be 1 to 3600.")]
    public int PollSeconds { get; set; } = 2;
}
