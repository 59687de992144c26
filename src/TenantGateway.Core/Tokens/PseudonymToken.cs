using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Tokens;

/// <summary>
/// One-way pseudonyms: <c>ps1.</c>, key id, <c>.</c> and 64 characters of base64url. These are HMAC-SHA-256 (RFC 2104) of class and value, and 16 bytes of another over that and the
/// class: by them the gateway knows what it made itself, and for which class, without knowing the value.
/// </summary>
public static class PseudonymToken
{
    /// <summary>The length of every pseudonym in ASCII bytes.</summary>
    public const int Length = BodyStart + 64;

    private const int KeyIdStart = 4;
    private const int BodyStart = KeyIdStart + KeyId.Length + 1;
    private const int CheckSize = 16;
    private const int BodySize = HMACSHA256.HashSizeInBytes + CheckSize;
    private const byte OfValue = 1;
    private const byte OfPseudonym = 2;

    public static ReadOnlySpan<byte> Family => "ps1."u8;

    /// <summary>Appends the pseudonym of a payload.</summary>
    /// <param name="key">Of the lookup line.</param>
    /// <param name="payload">Its type counts: 5 and "5" are two values.</param>
    /// <param name="output">Where it goes.</param>
    public static void Append(GenerationKey key, in Payload payload, ByteBuffer output)
    {
        var text = output.Append(Length);
        Family.CopyTo(text);
        key.KeyId.Write(text[KeyIdStart..]);
        text[BodyStart - 1] = (byte)'.';

        Span<byte> body = stackalloc byte[BodySize];
        using var message = Scratch.Rent(payload.Value.Length + payload.Class.Length + 3);
        message.Span[0] = OfValue;
        message.Span[1] = (byte)payload.Type;
        payload.Value.CopyTo(message.Span[WriteClass(payload.Class, message.Span, 2)..]);
        key.AuthenticatePseudonym(message.Span[..(payload.Value.Length + payload.Class.Length + 3)], body[..HMACSHA256.HashSizeInBytes]);
        WriteCheck(key, payload.Class, body[..HMACSHA256.HashSizeInBytes], body[HMACSHA256.HashSizeInBytes..]);
        Base64Url.EncodeToUtf8(body, text[BodyStart..], out _, out _);
    }

    /// <summary>Whether a text is one pseudonym and nothing else, as far as can be seen without a key.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out KeyId keyId)
    {
        keyId = default;
        return text.Length == Length && text.StartsWith(Family) && text[BodyStart - 1] == '.' && KeyId.TryParse(text.Slice(KeyIdStart, KeyId.Length), out keyId)
            && text[BodyStart..].IndexOfAnyExcept(TokenSearch.Characters) < 0 && !text[BodyStart..].Contains((byte)'.');
    }

    /// <summary>True where <c>ps1.</c> is followed by a key id and a dot: enough to be meant as a pseudonym.</summary>
    public static bool Holds(ReadOnlySpan<byte> text) => TokenSearch.Holds(text, Family);

    /// <summary>Whether a whole pseudonym was made under a key for a class.</summary>
    /// <param name="key">The key that it names.</param>
    /// <param name="fieldClass">The name of the class.</param>
    /// <param name="text">What <see cref="TryRead"/> took.</param>
    public static bool IsOf(GenerationKey key, ReadOnlySpan<byte> fieldClass, ReadOnlySpan<byte> text)
    {
        if (key.Line != KeyLine.Lookup || !TryRead(text, out var keyId) || keyId != key.KeyId) return false;
        Span<byte> body = stackalloc byte[BodySize];
        Span<byte> check = stackalloc byte[CheckSize];
        if (Base64Url.DecodeFromUtf8(text[BodyStart..], body, out _, out var written) != OperationStatus.Done || written != BodySize) return false;
        WriteCheck(key, fieldClass, body[..HMACSHA256.HashSizeInBytes], check);
        return CryptographicOperations.FixedTimeEquals(check, body[HMACSHA256.HashSizeInBytes..]);
    }

    private static void WriteCheck(GenerationKey key, ReadOnlySpan<byte> fieldClass, ReadOnlySpan<byte> mac, Span<byte> check)
    {
        Span<byte> message = stackalloc byte[2 + Access.FieldClass.MaxLength + HMACSHA256.HashSizeInBytes];
        message[0] = OfPseudonym;
        var end = WriteClass(fieldClass, message, 1);
        mac.CopyTo(message[end..]);
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.AuthenticatePseudonym(message[..(end + mac.Length)], whole);
        whole[..CheckSize].CopyTo(check);
    }

    // Its length in front keeps the class and what follows apart.
    private static int WriteClass(ReadOnlySpan<byte> fieldClass, Span<byte> message, int at)
    {
        message[at] = (byte)fieldClass.Length;
        fieldClass.CopyTo(message[(at + 1)..]);
        return at + 1 + fieldClass.Length;
    }
}
