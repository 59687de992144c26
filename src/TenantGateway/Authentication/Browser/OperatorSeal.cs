using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Authentication.Browser;

/// <summary>
/// Seals what the gateway gives away or stores of logins under the operator's audit key: a random 16-byte nonce, then AES-SIV (RFC 5297). What it is for is associated
/// data beside the nonce, so that nothing sealed can be taken for something else.
/// </summary>
internal static class OperatorSeal
{
    private const int NonceSize = 16;

    public static byte[] Seal(GenerationKey key, string purpose, ReadOnlySpan<byte> plaintext)
    {
        var output = new byte[NonceSize + AesSiv.TagSize + plaintext.Length];
        var nonce = output.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        key.Details.Seal(StateFor(key, purpose, nonce), plaintext, output.AsSpan(NonceSize));
        return output;
    }

    /// <summary>Null where it was not sealed for this purpose under this key.</summary>
    public static byte[]? Open(GenerationKey key, string purpose, ReadOnlySpan<byte> sealedText)
    {
        if (sealedText.Length < NonceSize + AesSiv.TagSize) return null;
        var plaintext = new byte[sealedText.Length - NonceSize - AesSiv.TagSize];
        return key.Details.TryOpen(StateFor(key, purpose, sealedText[..NonceSize]), sealedText[NonceSize..], plaintext) ? plaintext : null;
    }

    private static AesSivState StateFor(GenerationKey key, string purpose, ReadOnlySpan<byte> nonce)
    {
        var state = key.DetailsState;
        key.Details.Absorb(ref state, Encoding.ASCII.GetBytes(purpose));
        key.Details.Absorb(ref state, nonce);
        return state;
    }
}
