using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;

namespace TenantGateway.Authentication;

/// <summary>
/// The three parts of a JWS in compact serialization (RFC 7515 section 7.1), each in the one way to write it: no padding, no white space, no
/// stray bits at the end. Otherwise one signed content would have many spellings, and whatever is keyed by the spelling could be dodged.
/// </summary>
internal readonly ref struct CompactToken
{
    /// <summary>Characters. Far above honest tokens, below what would make refusing them costly.</summary>
    public const int MaxLength = 16 * 1024;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly ReadOnlySpan<char> _header;
    private readonly ReadOnlySpan<char> _payload;

    private CompactToken(ReadOnlySpan<char> header, ReadOnlySpan<char> payload)
    {
        _header = header;
        _payload = payload;
    }

    public static TokenDefect Split(ReadOnlySpan<char> token, out CompactToken parts)
    {
        parts = default;
        if (token.Length > MaxLength) return TokenDefect.TooLong;
        var dots = token.Count('.');
        // Five parts are a JWE (RFC 7516 section 7.1).
        if (dots != 2) return dots == 4 ? TokenDefect.Encrypted : TokenDefect.NotThreeParts;
        var first = token.IndexOf('.');
        var last = token.LastIndexOf('.');
        var header = token[..first];
        var payload = token[(first + 1)..last];
        if (!IsCanonical(header) || !IsCanonical(payload) || !IsCanonical(token[(last + 1)..])) return TokenDefect.NotCanonicalBase64Url;
        parts = new CompactToken(header, payload);
        return TokenDefect.None;
    }

    /// <summary>Characters of header and payload.</summary>
    public int Length => _header.Length + _payload.Length;

    /// <summary>Decodes header and payload into one buffer of at least their length.</summary>
    public TokenDefect Decode(Span<byte> buffer, out ReadOnlySpan<byte> header, out ReadOnlySpan<byte> payload)
    {
        var headerLength = Base64Url.DecodeFromChars(_header, buffer);
        header = buffer[..headerLength];
        var payloadLength = Base64Url.DecodeFromChars(_payload, buffer[headerLength..]);
        payload = buffer.Slice(headerLength, payloadLength);
        return Utf8.IsValid(header) && Utf8.IsValid(payload) ? TokenDefect.None : TokenDefect.NotUtf8;
    }

    private static bool IsCanonical(ReadOnlySpan<char> part) =>
        !part.IsEmpty && !part.ContainsAnyExcept(Alphabet) && (part.Length % 4) switch
        {
            0 => true,
            // Two characters carry one byte, three carry two: the bits left over must be zero.
            2 => "AQgw".Contains(part[^1]),
            3 => "AEIMQUYcgkosw048".Contains(part[^1]),
            _ => false,
        };
}
