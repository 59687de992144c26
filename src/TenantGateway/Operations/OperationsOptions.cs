using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Operations;

/// <summary>How operations that take four eyes go: section <c>Gateway:Operations</c>.</summary>
internal sealed class OperationsOptions
{
    internal const string Section = "Gateway:Operations";

    /// <summary>How long after its request an operation may be approved and its run may begin, in minutes; 5 to 1440, default 60.</summary>
    [Range(5, 1440, ErrorMessage = $"{Section}:ExpiryMinutes must be 5 to 1440.")]
    public int ExpiryMinutes { get; set; } = 60;
}
