using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Keys.Local;

/// <summary>The file-backed key service: section <c>Gateway:Keys:Local</c>.</summary>
internal sealed class LocalKeyOptions
{
    internal const string Section = "Gateway:Keys:Local";

    /// <summary>What <see cref="AllowInProduction"/> must say, to the letter.</summary>
    internal const string ProductionConsent = "local-keys-in-production";

    /// <summary>
    /// The directory of the root key and everything sealed under it; created for its owner alone (0700). Required. Not inside the storage
    /// directory: whoever has both has the data.
    /// </summary>
    [Required(ErrorMessage = $"{Section}:Directory is not set. Name the directory that holds the root key.")]
    public string Directory { get; set; } = "";

    /// <summary>
    /// How long a deleted key can be recovered before the service ends it by itself, in days; 1 to 90, default 7. Counts for deletions from
    /// then on.
    /// </summary>
    [Range(1, 90, ErrorMessage = $"{Section}:RetentionDays must be 1 to 90.")]
    public int RetentionDays { get; set; } = 7;

    /// <summary>
    /// Production needs a key service of its own, because these keys lie beside what they protect. Who wants them there all the same says
    /// <c>local-keys-in-production</c>; nothing else counts. Default: empty.
    /// </summary>
    public string AllowInProduction { get; set; } = "";
}
