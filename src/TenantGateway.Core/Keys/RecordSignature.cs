using System.Security.Cryptography;

namespace TenantGateway.Core.Keys;

/// <summary>
/// The signature of stored key records: ES256 (ECDSA on P-256 with SHA-256, RFC 7518 section 3.4), made by the key service and verified here.
/// </summary>
public static class RecordSignature
{
    public const int Size = 64;

    /// <summary>The digest that the key service signs.</summary>
    public static byte[] Digest(ReadOnlySpan<byte> encoding) => SHA256.HashData(encoding);

    /// <param name="signingKey">The public half of the signing key as SubjectPublicKeyInfo (DER); one that is not on P-256 verifies nothing.</param>
    /// <param name="encoding">The encoded record.</param>
    /// <param name="signature">r||s.</param>
    public static bool Verify(ReadOnlySpan<byte> signingKey, ReadOnlySpan<byte> encoding, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != Size) return false;
        using var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(signingKey, out _);
        }
        catch (CryptographicException)
        {
            return false;
        }

        return key.KeySize == 256 && key.VerifyHash(Digest(encoding), signature);
    }
}
