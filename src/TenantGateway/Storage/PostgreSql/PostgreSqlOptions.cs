using System.ComponentModel.DataAnnotations;
using TenantGateway.Core.Settings;

namespace TenantGateway.Storage.PostgreSql;

/// <summary>The PostgreSQL server that keeps the state: section <c>Gateway:Storage:PostgreSql</c>.</summary>
internal sealed class PostgreSqlOptions
{
    internal const string Section = "Gateway:Storage:PostgreSql";

    /// <summary>
    /// The file that holds the connection string, as a secret is mounted: readable by the gateway's user or group alone. It names host, port, database, user,
    /// password and TLS (<c>Host=db;Database=gateway;Username=gateway;Password=...;SSL Mode=VerifyFull;Root Certificate=/etc/.../ca.pem</c>) and nothing else. The
    /// password is read anew for every connection. Default: none, and the state is in SQLite.
    /// </summary>
    [SecretFile]
    public string? ConnectionStringFile { get; set; }

    /// <summary>How many connections this process makes at most; 8 to 200, default 20. Of them 2 are for the audit trail and 4 for changes of the state.</summary>
    [Range(8, 200, ErrorMessage = $"{Section}:MaxConnections must be 8 to 200.")]
    public int MaxConnections { get; set; } = 20;

    /// <summary>How long a connection may take to be made, or to be free, in seconds; 1 to 30, default 5.</summary>
    [Range(1, 30, ErrorMessage = $"{Section}:ConnectTimeoutSeconds must be 1 to 30.")]
    public int ConnectTimeoutSeconds { get; set; } = 5;

    /// <summary>How long a statement may take, the wait for others included, in seconds; 1 to 60, default 10.</summary>
    [Range(1, 60, ErrorMessage = $"{Section}:CommandTimeoutSeconds must be 1 to 60.")]
    public int CommandTimeoutSeconds { get; set; } = 10;
}
