using System.Security.Cryptography.X509Certificates;

namespace TenantGateway.Certificates;

/// <summary>Reads all certificates of a PEM text (RFC 7468).</summary>
internal static class PemCertificates
{
    /// <exception cref="InvalidDataException">A certificate is cut off, which a reader of PEM would pass over.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">What is between the marks is no certificate.</exception>
    public static X509Certificate2Collection Read(ReadOnlySpan<char> text)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(text);
        return certificates.Count == text.Count("-----BEGIN CERTIFICATE-----") ? certificates : throw new InvalidDataException("a certificate in the file is cut off. Write the file again.");
    }
}
