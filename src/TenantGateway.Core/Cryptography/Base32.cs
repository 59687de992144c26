namespace TenantGateway.Core.Cryptography;

/// <summary>Base32 (RFC 4648 section 6) in lower case and without padding: survives case-insensitive and URL-shaped places.</summary>
public static class Base32
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>The number of characters for some bytes.</summary>
    public static int EncodedLength(int bytes) => ((bytes * 8) + 4) / 5;

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new char[EncodedLength(bytes.Length)];
        for (var i = 0; i < text.Length; i++) text[i] = Alphabet[Group(bytes, i)];
        return new string(text);
    }

    /// <summary>Writes <see cref="EncodedLength"/> ASCII characters to the front of <paramref name="text"/>.</summary>
    public static void Encode(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        text = text[..EncodedLength(bytes.Length)];
        for (var i = 0; i < text.Length; i++) text[i] = (byte)Alphabet[Group(bytes, i)];
    }

    /// <summary>
    /// Fills <paramref name="bytes"/> from exactly as many characters as <see cref="Encode(ReadOnlySpan{byte}, Span{byte})"/> writes for it. False for another length,
    /// a foreign character (capitals are) or set spare bits in the last one (RFC 4648 section 3.5): there is one spelling.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        if (text.Length != EncodedLength(bytes.Length)) return false;
        var (bits, held, written) = (0, 0, 0);
        foreach (var character in text)
        {
            var value = Alphabet.IndexOf((char)character, StringComparison.Ordinal);
            if (value < 0) return false;
            bits = (bits << 5) | value;
            held += 5;
            if (held < 8) continue;
            held -= 8;
            bytes[written++] = (byte)(bits >> held);
            bits &= (1 << held) - 1;
        }

        return bits == 0;
    }

    /// <summary>The i-th group of five bits, with zeros behind the last byte.</summary>
    private static int Group(ReadOnlySpan<byte> bytes, int i)
    {
        var bit = i * 5;
        var pair = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
        return (pair >> (11 - bit % 8)) & 31;
    }
}
