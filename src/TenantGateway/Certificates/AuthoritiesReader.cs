using System.Security.Cryptography.X509Certificates;

namespace TenantGateway.Certificates;

/// <summary>Reads a bundle of authorities from PEM (RFC 7468).</summary>
internal static class AuthoritiesReader
{
    /// <exception cref="InvalidDataException">There is none.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is no PEM.</exception>
    public static X509Certificate2Collection Read(string text)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(text);
        return authorities.Count > 0 ? authorities : throw new InvalidDataException("the file holds no certificate in PEM. Write the certificates of the authorities into it.");
    }
}
