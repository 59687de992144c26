using System.Security.Cryptography;
using System.Text;

namespace TenantGateway.Core.Cryptography;

/// <summary>Derives working keys, one per purpose, with HKDF-SHA-512 (RFC 5869).</summary>
public static class KeyDerivation
{
    private const string Context = "TenantGateway v1 ";
    private const int MinKeySize = 32;

    /// <param name="key">Uniformly random key material, 32 bytes or more.</param>
    /// <param name="purpose">ASCII; different purposes give independent keys.</param>
    /// <param name="destination">1 to 255 * 64 bytes.</param>
    /// <exception cref="ArgumentException">The key is too short, the purpose is not ASCII, or the destination is empty or too long.</exception>
    public static void Derive(ReadOnlySpan<byte> key, string purpose, Span<byte> destination)
    {
        if (key.Length < MinKeySize) throw new ArgumentException($"Key material is {MinKeySize} bytes or more.", nameof(key));
        // The encoder would write '?' for whatever else, and give two purposes one key.
        if (!Ascii.IsValid(purpose)) throw new ArgumentException("A purpose is ASCII.", nameof(purpose));
        HKDF.DeriveKey(HashAlgorithmName.SHA512, key, destination, salt: default, info: Encoding.ASCII.GetBytes(Context + purpose));
    }
}
