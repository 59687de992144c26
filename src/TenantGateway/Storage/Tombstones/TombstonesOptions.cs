namespace TenantGateway.Storage.Tombstones;

/// <summary>Where the tombstones of destroyed tenants are: section <c>Gateway:Tombstones</c>.</summary>
internal sealed class TombstonesOptions
{
    internal const string Section = "Gateway:Tombstones";

    /// <summary>
    /// The directory of <c>tombstones.log</c>; created for its owner alone (0700) where it does not exist. It must outlive every restore of the database: back it up
    /// apart, and never bring it back together with a database. Default: beside the storage directory, under its name and <c>-tombstones</c>.
    /// </summary>
    public string? Directory { get; set; }
}
