using System.Security.Cryptography;
using System.Text;

namespace TenantGateway.Core.Cryptography;

/// <summary>Derives working keys, one per purpose, with HKDF-SHA-512 (RFC 5869).</summary>
public static class KeyDerivation
{
    private const string Context = "TenantGateway v1 ";

    /// <param name="key">Uniformly random key material, 32 bytes or more.</param>
    /// <param name="purpose">ASCII; different purposes give independent keys.</param>
    /// <param name="destination">At most 255 * 64 bytes.</param>
    public static void Derive(ReadOnlySpan<byte> key, string purpose, Span<byte> destination) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA512, key, destination, salt: default, info: Encoding.ASCII.GetBytes(Context + purpose));
}
