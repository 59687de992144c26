namespace TenantGateway.Faults.Keys.Termination;

/// <summary>A copy of the database that one row makes and a later one restores.</summary>
internal sealed class TenantBackup
{
    /// <summary>Where it lies; null before it was made.</summary>
    public string? File { get; set; }

    /// <summary>A row that acme's members could read then.</summary>
    public string Path { get; set; } = "";
}
