using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Access;

namespace TenantGateway.Authentication;

/// <summary>
/// Names a token by the SHA-256 of exactly its bytes. The gate lets one spelling of a token by, so a name is one token; and whoever measures how long a look-up
/// takes learns of a digest, not of a token.
/// </summary>
internal static class TokenName
{
    /// <param name="token">A token in compact serialization, which is ASCII and at most <see cref="CompactToken.MaxLength"/> characters.</param>
    public static Fingerprint Of(ReadOnlySpan<char> token)
    {
        Span<byte> bytes = stackalloc byte[token.Length];
        Span<byte> digest = stackalloc byte[Fingerprint.Size];
        SHA256.HashData(bytes[..Encoding.ASCII.GetBytes(token, bytes)], digest);
        return new Fingerprint(digest);
    }
}
