using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace TenantGateway.Authentication;

/// <summary>Verifies the signature of a JWS (RFC 7515 section 5.2) without an exception for one that is wrong: strangers decide how often that happens.</summary>
internal static class TokenSignature
{
    /// <param name="token">Three parts, each in its one spelling.</param>
    /// <param name="key">The one key that the token names; null where it is gone.</param>
    /// <param name="algorithm">One that the issuer uses.</param>
    public static bool IsGood(ReadOnlySpan<char> token, SecurityKey? key, string algorithm)
    {
        if (key is null || !key.CryptoProviderFactory.IsSupportedAlgorithm(algorithm, key)) return false;
        var bytes = ArrayPool<byte>.Shared.Rent(token.Length);
        var provider = key.CryptoProviderFactory.CreateForVerifying(key, algorithm);
        try
        {
            var signed = Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')], bytes);
            // An array of its own: providers read the signature from the front of what they are given, whatever offset they are told.
            var signature = Base64Url.DecodeFromChars(token[(signed + 1)..]);
            return provider.Verify(bytes, 0, signed, signature, 0, signature.Length);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // How some providers say that a signature has the wrong length.
            return false;
        }
        finally
        {
            key.CryptoProviderFactory.ReleaseSignatureProvider(provider);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
