using System.Security.Cryptography;

namespace TenantGateway.Admin;

/// <summary>The public half of the deployment's signing key.</summary>
/// <param name="Algorithm">RFC 7518 section 3.4.</param>
/// <param name="Pem">SubjectPublicKeyInfo (RFC 7468 section 13).</param>
/// <param name="Sha256">Over the SubjectPublicKeyInfo; certificates hold its first 16 digits.</param>
internal sealed record SigningKeyItem(string Algorithm, string Pem, string Sha256)
{
    public static SigningKeyItem Of(byte[] publicKey) =>
        new("ES256", PemEncoding.WriteString("PUBLIC KEY", publicKey), Convert.ToHexStringLower(SHA256.HashData(publicKey)));
}
