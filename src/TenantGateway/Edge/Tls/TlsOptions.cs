using System.ComponentModel.DataAnnotations;
using TenantGateway.Core.Settings;

namespace TenantGateway.Edge.Tls;

/// <summary>TLS towards callers, on listeners whose URL is https: section <c>Gateway:Tls</c>.</summary>
internal sealed class TlsOptions
{
    public const string Section = "Gateway:Tls";

    /// <summary>
    /// The certificates with their keys. A connection gets the one for the name it asks for: an exact name before a wildcard, the first of all where none is for
    /// it. All listeners share them. Default: none.
    /// </summary>
    public List<CertificateOptions> Certificates { get; set; } = [];

    /// <summary>The oldest version spoken: <c>1.2</c> (default) or <c>1.3</c>. Nothing older can be configured (RFC 8996).</summary>
    [RegularExpression("1\\.[23]", ErrorMessage = $"{Section}:MinimumVersion must be 1.2 or 1.3.")]
    public string MinimumVersion { get; set; } = "1.2";

    /// <summary>How long a handshake may take, in seconds; 1 to 60, default 10.</summary>
    [Range(1, 60, ErrorMessage = $"{Section}:HandshakeSeconds must be 1 to 60.")]
    public int HandshakeSeconds { get; set; } = 10;

    /// <summary>Whether callers show certificates of their own, on each plane.</summary>
    public ClientCertificatesOptions ClientCertificates { get; set; } = new();

    /// <summary>A PEM file of the authorities of callers' certificates: those and no others are trusted, the system's neither. Default: none.</summary>
    public string? ClientAuthorities { get; set; }
}

/// <summary>A certificate with its key, in files.</summary>
internal sealed class CertificateOptions
{
    /// <summary>PEM: the certificate first, then those that lead to its authority.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>PEM: its private key, unencrypted and unreadable to others on the machine.</summary>
    [SecretFile]
    public string Key { get; set; } = "";
}

/// <summary>Whether callers show certificates.</summary>
internal sealed class ClientCertificatesOptions
{
    /// <summary>On the data plane. Default <see cref="ClientCertificates.None"/>.</summary>
    public ClientCertificates Data { get; set; }

    /// <summary>On the admin plane. Default <see cref="ClientCertificates.None"/>.</summary>
    public ClientCertificates Admin { get; set; }
}

/// <summary>What becomes of a caller's certificate. It never stands in for a token.</summary>
internal enum ClientCertificates
{
    /// <summary>Not asked for.</summary>
    None,

    /// <summary>Asked for; one that does not verify ends the handshake.</summary>
    Optional,

    /// <summary>Without one that verifies there is no connection.</summary>
    Required,
}
