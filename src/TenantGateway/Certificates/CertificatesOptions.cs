using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Certificates;

/// <summary>How certificate files are looked after: section <c>Gateway:Certificates</c>.</summary>
internal sealed class CertificatesOptions
{
    public const string Section = "Gateway:Certificates";

    /// <summary>How often the files are looked at, in seconds; 1 to 3600, default 5. A change is taken when it has lain there for two looks.</summary>
    [Range(1, 3600, ErrorMessage = $"{Section}:PollSeconds must be 1 to 3600.")]
    public int PollSeconds { get; set; } = 5;

    /// <summary>How long before its end a certificate in force makes health degraded, in days; 0 to 365, default 14.</summary>
    [Range(0, 365, ErrorMessage = $"{Section}:ExpiryWarningDays must be 0 to 365.")]
    public int ExpiryWarningDays { get; set; } = 14;
}
