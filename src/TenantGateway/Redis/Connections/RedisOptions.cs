using System.ComponentModel.DataAnnotations;
using TenantGateway.Core.Settings;

namespace TenantGateway.Redis.Connections;

/// <summary>The Redis through which the processes of a deployment tell each other of changes and share quotas: section <c>Gateway:Redis</c>.</summary>
internal sealed class RedisOptions
{
    public const string Section = "Gateway:Redis";

    /// <summary>Where it is, each <c>HOST:PORT</c>: one server, or several of one cluster. None: there is no Redis, and nothing else of the section counts.</summary>
    public List<string> Endpoints { get; set; } = [];

    /// <summary>
    /// Tells several deployments on one Redis apart: 1 to 32 characters of <c>[a-z0-9-]</c>, the same in all processes of one; default <c>tenantgateway</c>.
    /// </summary>
    [RegularExpression("^[a-z0-9-]{1,32}$", ErrorMessage = $"{Section}:Deployment must be 1 to 32 characters of [a-z0-9-].")]
    public string Deployment { get; set; } = "tenantgateway";

    /// <summary>Default true. Without it only to this machine, or in Development.</summary>
    public bool Tls { get; set; } = true;

    /// <summary>PEM file: these authorities and no others are trusted. Null for those of the system.</summary>
    public string? CertificateAuthoritiesFile { get; set; }

    /// <summary>The user of Redis' access control list; null for its default user.</summary>
    public string? User { get; set; }

    /// <summary>A file with the password in its first line, read again at each connection. Null for none.</summary>
    [SecretFile]
    public string? PasswordFile { get; set; }

    /// <summary>How long one attempt to connect may take; 100 to 5000, default 1000. No request and no start waits for it.</summary>
    [Range(100, 5000, ErrorMessage = $"{Section}:ConnectTimeoutMilliseconds must be 100 to 5000.")]
    public int ConnectTimeoutMilliseconds { get; set; } = 1000;

    /// <summary>How long one answer may take; 20 to 250, default 250. What comes later is not used.</summary>
    [Range(20, 250, ErrorMessage = $"{Section}:CommandTimeoutMilliseconds must be 20 to 250.")]
    public int CommandTimeoutMilliseconds { get; set; } = 250;
}
