using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Storage.Databases;

/// <summary>Where the durable state lives: section <c>Gateway:Storage</c>. In SQLite, below a directory, or on a PostgreSQL server.</summary>
internal sealed class StorageOptions
{
    internal const string Section = "Gateway:Storage";

    /// <summary>
    /// The directory of <c>gateway.db</c>; created for its owner alone (0700) where it does not exist. Required for SQLite, and not set for PostgreSQL; relative to the
    /// working directory.
    /// </summary>
    public string Directory { get; set; } = "";

    /// <summary>
    /// How long a write of the audit trail into SQLite waits for another write, in milliseconds; changes by admins wait ten times that. 10 to 60 000, default 1000.
    /// </summary>
    [Range(10, 60_000, ErrorMessage = $"{Section}:BusyTimeoutMilliseconds must be 10 to 60000.")]
    public int BusyTimeoutMilliseconds { get; set; } = 1000;
}
