using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Termination;

/// <summary>
/// What is signed of a JSON document: a domain string, so that no document passes for one of another kind nor for a key record, and the document in the
/// canonical form of RFC 8785, each with its length in front.
/// </summary>
internal static class SignedDocument
{
    internal static byte[] Encode(string domain, ReadOnlySpan<byte> canonical)
    {
        using var buffer = new MemoryStream();
        SignedEncoding.Append(buffer, Encoding.ASCII.GetBytes(domain));
        SignedEncoding.Append(buffer, canonical);
        return buffer.ToArray();
    }

    /// <summary>Names a public key: the first 16 hexadecimal digits of SHA-256 over its SubjectPublicKeyInfo.</summary>
    internal static string FingerprintOf(ReadOnlySpan<byte> publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey)[..8]);
}
