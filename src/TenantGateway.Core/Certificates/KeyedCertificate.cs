using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace TenantGateway.Core.Certificates;

/// <summary>A certificate with its private key and the certificates that lead from it to an authority, as read from files at one moment.</summary>
/// <remarks>Never disposed by whoever reads it: handshakes under way may still use one that has been replaced. The last user lets it go.</remarks>
/// <param name="Leaf">The certificate, with its key.</param>
/// <param name="Intermediates">What the files hold beside it, to be sent along (RFC 8446 section 4.4.2).</param>
/// <param name="DnsNames">The DNS names it is for (RFC 9525 section 6.3), lower case; a wildcard as <c>*.example.com</c>.</param>
public sealed record KeyedCertificate(X509Certificate2 Leaf, X509Certificate2Collection Intermediates, ImmutableArray<string> DnsNames)
{
    /// <summary>Whether the certificate is for this very name, without wildcards.</summary>
    public bool Names(string dnsName) => DnsNames.Contains(dnsName, StringComparer.Ordinal);

    /// <summary>Whether a wildcard of it, as the whole leftmost label, covers the name (RFC 9525 section 6.3).</summary>
    public bool Covers(string dnsName)
    {
        var dot = dnsName.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && Names($"*{dnsName[dot..]}");
    }
}
