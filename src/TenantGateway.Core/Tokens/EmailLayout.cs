using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Tokens;

/// <summary>
/// Where the characters of an email shape go. There are eight sizes: plaintexts of 16, 32 ... 112 bytes and of <see cref="MaxPlaintext"/>, each with one length of
/// text, one place for every dot.
/// </summary>
/// <param name="PlaintextLength">Bytes before sealing, one of the eight.</param>
internal readonly record struct EmailLayout(int PlaintextLength)
{
    /// <summary>143 sealed bytes are 229 characters, of 230 that fit between the fixed ones.</summary>
    public const int MaxPlaintext = 127;

    public const int MaxBody = MaxPlaintext + AesSiv.TagSize;

    /// <summary><c>pn1-</c> and the key id.</summary>
    public const int HeaderLength = 4 + KeyId.Length;

    private const int Sizes = 8;
    private const int Bucket = 16;
    private const int MaxLocalBody = 64 - HeaderLength;
    private const int MaxLabel = 63;

    // So much of the body is behind the @ in any case: a shape is never an address of pn.invalid itself.
    private const int MinLabels = 20;

    public static ReadOnlySpan<byte> Family => "pn1-"u8;

    public static ReadOnlySpan<byte> Zone => ".pn.invalid"u8;

    public int BodyLength => PlaintextLength + AesSiv.TagSize;

    public int TextLength => HeaderLength + Characters + 1 + ((LabelCharacters - 1) / MaxLabel) + Zone.Length;

    private int Characters => Base32.EncodedLength(BodyLength);

    private int LocalCharacters => Math.Min(MaxLocalBody, Characters - MinLabels);

    private int LabelCharacters => Characters - LocalCharacters;

    /// <summary>The smallest that holds some bytes, at most <see cref="MaxPlaintext"/>.</summary>
    public static EmailLayout ForPlaintext(int length) => OfSize((length + Bucket - 1) / Bucket);

    /// <summary>The layout of a text: decided by its length, confirmed by its fixed characters.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, out EmailLayout layout)
    {
        layout = default;
        if (!text.StartsWith(Family) || !text.EndsWith(Zone)) return false;
        for (var size = 1; size <= Sizes; size++)
        {
            layout = OfSize(size);
            if (layout.TextLength == text.Length) return text[HeaderLength + layout.LocalCharacters] == '@';
        }

        return false;
    }

    /// <summary>The layout of the shape that a text begins with.</summary>
    public static bool TryFindFront(ReadOnlySpan<byte> text, out EmailLayout layout)
    {
        for (var size = 1; size <= Sizes; size++)
        {
            var length = OfSize(size).TextLength;
            if (length <= text.Length && TryFind(text[..length], out layout)) return true;
        }

        layout = default;
        return false;
    }

    public static void WriteHeader(KeyId keyId, Span<byte> text)
    {
        Family.CopyTo(text);
        keyId.Write(text[Family.Length..]);
    }

    public static bool TryReadHeader(ReadOnlySpan<byte> text, out KeyId keyId) => KeyId.TryParse(text[Family.Length..HeaderLength], out keyId);

    /// <summary>Writes everything behind the header.</summary>
    public void WriteBody(ReadOnlySpan<byte> body, Span<byte> text)
    {
        Span<byte> characters = stackalloc byte[Base32.EncodedLength(MaxBody)];
        Base32.Encode(body, characters);
        var rest = (ReadOnlySpan<byte>)characters[..Characters];
        rest[..LocalCharacters].CopyTo(text[HeaderLength..]);
        text = text[(HeaderLength + LocalCharacters)..];
        rest = rest[LocalCharacters..];
        for (var separator = (byte)'@'; rest.Length > 0; separator = (byte)'.')
        {
            var label = rest[..Math.Min(rest.Length, MaxLabel)];
            text[0] = separator;
            label.CopyTo(text[1..]);
            text = text[(1 + label.Length)..];
            rest = rest[label.Length..];
        }

        Zone.CopyTo(text);
    }

    /// <summary>Reads what <see cref="WriteBody"/> wrote; false for any other spelling.</summary>
    public bool TryReadBody(ReadOnlySpan<byte> text, Span<byte> body)
    {
        Span<byte> buffer = stackalloc byte[Base32.EncodedLength(MaxBody)];
        var characters = buffer[..Characters];
        text.Slice(HeaderLength, LocalCharacters).CopyTo(characters);
        text = text[(HeaderLength + LocalCharacters)..^Zone.Length];
        var rest = characters[LocalCharacters..];
        for (var separator = (byte)'@'; rest.Length > 0; separator = (byte)'.')
        {
            var label = Math.Min(rest.Length, MaxLabel);
            if (text[0] != separator) return false;
            text.Slice(1, label).CopyTo(rest);
            text = text[(1 + label)..];
            rest = rest[label..];
        }

        return Base32.TryDecode(characters, body);
    }

    private static EmailLayout OfSize(int size) => new(Math.Min(size * Bucket, MaxPlaintext));
}
