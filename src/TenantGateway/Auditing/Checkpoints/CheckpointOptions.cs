using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Auditing.Checkpoints;

/// <summary>How the log is signed and where its checkpoints go: section <c>Gateway:Audit:Checkpoints</c>.</summary>
internal sealed class CheckpointOptions
{
    internal const string Section = "Gateway:Audit:Checkpoints";

    /// <summary>How often the log is signed while it grows, in seconds; 1 to 3600, default 10. After an event of keys it is signed at once.</summary>
    [Range(1, 3600, ErrorMessage = $"{Section}:IntervalSeconds must be 1 to 3600.")]
    public int IntervalSeconds { get; set; } = 10;

    /// <summary>
    /// A directory for copies: <c>latest.checkpoint</c>, and one file for each seal. It should lie where whoever can write the database cannot. Default: none. Relative
    /// to the working directory; created where it does not exist.
    /// </summary>
    public string? Directory { get; set; }

    /// <summary>Addresses to which each checkpoint is posted as text. Each host must be one of <see cref="WebhookHosts"/>, and https outside Development.</summary>
    public List<string> Webhooks { get; set; } = [];

    /// <summary>The hosts that checkpoints may be posted to.</summary>
    public List<string> WebhookHosts { get; set; } = [];
}
