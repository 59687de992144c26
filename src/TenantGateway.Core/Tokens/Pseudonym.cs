using System.Buffers.Text;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Tokens;

/// <summary>
/// What a service gets of a value that nobody needs again: <c>ps1.</c>, the id of the lookup generation, <c>.</c>, and 128 bits of HMAC-SHA-256 (RFC 2104) over class and text as unpadded
/// base64url. Equal values of one class of one tenant have equal ones under one generation. It holds nothing that could be opened.
/// </summary>
public static class Pseudonym
{
    /// <summary>Bytes of ASCII.</summary>
    public const int Length = KeyIdStart + KeyId.Length + 1 + 22;

    private const int KeyIdStart = 4;

    public static ReadOnlySpan<byte> Family => "ps1."u8;

    /// <summary>Appends the pseudonym of a text.</summary>
    public static void Append(GenerationKey lookup, ReadOnlySpan<byte> fieldClass, ReadOnlySpan<byte> text, ByteBuffer output)
    {
        Span<byte> mac = stackalloc byte[16];
        lookup.PseudonymOfValue(fieldClass, text, mac);
        var pseudonym = output.Append(Length);
        Family.CopyTo(pseudonym);
        lookup.KeyId.Write(pseudonym[KeyIdStart..]);
        pseudonym[KeyIdStart + KeyId.Length] = (byte)'.';
        Base64Url.EncodeToUtf8(mac, pseudonym[(KeyIdStart + KeyId.Length + 1)..], out _, out _);
    }

    /// <summary>Whether a text is written as one, and under which generation.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out KeyId keyId)
    {
        keyId = default;
        return text.Length == Length && text.StartsWith(Family) && text[KeyIdStart + KeyId.Length] == '.'
            && KeyId.TryParse(text.Slice(KeyIdStart, KeyId.Length), out keyId)
            && text[(KeyIdStart + KeyId.Length + 1)..].IndexOfAnyExcept(TokenSearch.Characters) < 0 && !text[(KeyIdStart + KeyId.Length + 1)..].Contains((byte)'.');
    }
}
