using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TenantGateway.Core.Certificates;

namespace TenantGateway.Certificates;

/// <summary>Reads a certificate with its key from PEM (RFC 7468), and refuses what no peer should accept.</summary>
internal static class KeyedCertificateReader
{
    private const int MinRsaBits = 2048;
    private const int MinCurveBits = 256;

    /// <exception cref="InvalidDataException">It is not fit for use; the message says why.</exception>
    /// <exception cref="CryptographicException">It is no PEM.</exception>
    /// <exception cref="ArgumentException">The key is not that of the certificate.</exception>
    public static KeyedCertificate Read(ReadOnlySpan<char> certificates, ReadOnlySpan<char> key, CertificateUsage usage, DateTimeOffset now)
    {
        var chain = PemCertificates.Read(certificates);
        var leaf = X509Certificate2.CreateFromPem(certificates, key);
        if (now < leaf.NotBefore) throw new InvalidDataException("the certificate is not valid yet. Check the clock, or wait.");
        if (now > leaf.NotAfter) throw new InvalidDataException("the certificate has expired. Renew it.");
        if (BitsOf(leaf) is { } bits && bits.Has < bits.Needs) throw new InvalidDataException($"the key has {bits.Has} bits and needs {bits.Needs}. Issue the certificate anew for a stronger key.");
        if (!Allows(leaf, usage)) throw new InvalidDataException($"the certificate's extended key usage does not allow {usage.ToString().ToLowerInvariant()} authentication. Issue it anew.");
        if (!Signs(leaf)) throw new InvalidDataException("the certificate's key usage does not allow digital signatures, which every handshake needs. Issue it anew.");
        if (usage == CertificateUsage.Server && !leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().Any())
            throw new InvalidDataException("the certificate has no subject alternative names, so no caller would accept it for any host. Issue it anew.");

        chain.RemoveAt(0);
        return new KeyedCertificate(leaf, chain, NamesOf(leaf));
    }

    private static (int Has, int Needs)? BitsOf(X509Certificate2 leaf)
    {
        using var rsa = leaf.GetRSAPublicKey();
        if (rsa is not null) return (rsa.KeySize, MinRsaBits);
        using var curve = leaf.GetECDsaPublicKey();
        return curve is null ? throw new InvalidDataException("the key is neither RSA nor of an elliptic curve. Issue the certificate anew.") : (curve.KeySize, MinCurveBits);
    }

    private static bool Allows(X509Certificate2 leaf, CertificateUsage usage)
    {
        var needed = usage == CertificateUsage.Server ? KeyPurposes.ServerAuthentication : KeyPurposes.ClientAuthentication;
        var restriction = leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
        return restriction is null || restriction.EnhancedKeyUsages.Cast<Oid>().Any(allowed => allowed.Value == needed);
    }

    // RFC 8446 section 4.4.2.2, RFC 8422 section 5.3: handshakes with forward secrecy are signed with the key.
    private static bool Signs(X509Certificate2 leaf) =>
        leaf.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault() is not { } restriction || (restriction.KeyUsages & X509KeyUsageFlags.DigitalSignature) != 0;

    private static ImmutableArray<string> NamesOf(X509Certificate2 leaf) =>
        [.. leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames()).Select(name => name.ToLowerInvariant())];
}
