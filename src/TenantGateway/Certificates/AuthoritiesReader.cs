using System.Security.Cryptography.X509Certificates;

namespace TenantGateway.Certificates;

/// <summary>Reads a bundle of authorities from PEM (RFC 7468).</summary>
internal static class AuthoritiesReader
{
    /// <exception cref="InvalidDataException">There is none that a chain of certificates could end at.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is no PEM.</exception>
    public static X509Certificate2Collection Read(ReadOnlySpan<char> text, DateTimeOffset now)
    {
        var authorities = PemCertificates.Read(text);
        if (authorities.Count == 0) throw new InvalidDataException("the file holds no certificate in PEM. Write the certificates of the authorities into it.");
        // A chain is trusted only up to its root. Those in between may lie beside it.
        var roots = authorities.Where(authority => authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData)).ToList();
        if (roots.Count == 0) throw new InvalidDataException("the file holds no root, so nothing could be verified with it. Add the certificate of the root authority.");
        if (!roots.Exists(root => root.NotBefore <= now && now <= root.NotAfter)) throw new InvalidDataException("every root in the file has expired or is not valid yet. Add one that is valid.");
        return authorities;
    }
}
