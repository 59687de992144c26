using System.Buffers;
using System.Text;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tokens.Shapes;

namespace TenantGateway.Core.Tokens;

/// <summary>
/// A token in email's clothes: <c>pn1-</c>, key id and a first part of the body before the <c>@</c>, the rest over labels below <c>pn.invalid</c>, all lower-case
/// base32. <c>.invalid</c> never resolves (RFC 2606 section 2), so no mail can reach anyone.
/// </summary>
/// <remarks>
/// The body is deterministic AES-SIV (RFC 5297) under tenant and header, around class and address: equal addresses of one class look alike to the tenant's services,
/// and what was altered, cut or brought from another tenant does not open. Within RFC 5321 section 4.5.3.1 and RFC 1035 section 2.3.4: 64 characters before the
/// <c>@</c>, 63 a label, 254 in all. Its length tells that of the address to within 16 bytes.
/// </remarks>
public static class EmailShape
{
    /// <summary>The longest shape: what an SMTP path holds (RFC 5321 section 4.5.3.1.3, without its angle brackets).</summary>
    public const int MaxLength = 254;

    /// <summary>The bytes that class and address have together, at most: 120 for an address of class <c>email</c>.</summary>
    public const int MaxContent = EmailLayout.MaxPlaintext - Prefix;

    // The lengths of class and address, a byte each; the address ends before the padding.
    private const int Prefix = 2;

    // The shortest shape has 32 characters of its body before the @.
    private const int MeantLength = EmailLayout.HeaderLength + 16;

    private static readonly SearchValues<byte> Base32Characters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz234567"u8);

    /// <summary>Every character that a shape can hold.</summary>
    public static readonly SearchValues<byte> Characters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz1234567.-@"u8);

    /// <summary>What every shape begins with.</summary>
    public static ReadOnlySpan<byte> Family => EmailLayout.Family;

    /// <summary>Whether an address of a class has a shape: <see cref="ShapeFit.OutOfRange"/> beyond <see cref="MaxContent"/>.</summary>
    public static ShapeFit FitOf(ReadOnlySpan<byte> fieldClass, ReadOnlySpan<byte> address) =>
        fieldClass.Length + address.Length > MaxContent ? ShapeFit.OutOfRange : ShapeFit.Fits;

    /// <summary>True where a text begins as a shape and goes on for longer than any word: enough to be meant as one, also where it was cut.</summary>
    public static bool IsMeant(ReadOnlySpan<byte> text) =>
        text.Length >= MeantLength && text.StartsWith(Family) && text[Family.Length..MeantLength].IndexOfAnyExcept(Base32Characters) < 0;

    /// <summary>Whether an address lies in the zone of shapes, in any letter case: nobody's mail goes there.</summary>
    public static bool LiesInZone(ReadOnlySpan<byte> address)
    {
        var zone = EmailLayout.Zone[1..];
        return address.Length > zone.Length && address[^(zone.Length + 1)] is (byte)'.' or (byte)'@' && Ascii.EqualsIgnoreCase(address[^zone.Length..], zone);
    }

    /// <summary>Appends the shape of an address.</summary>
    /// <param name="key">The tenant's generation that has shapes.</param>
    /// <param name="fieldClass">ASCII; sealed inside, it decides who may see the address.</param>
    /// <param name="address">Any UTF-8 text; it comes back byte for byte.</param>
    /// <param name="output">Where the shape goes; untouched where the address does not fit.</param>
    /// <returns><see cref="ShapeFit.OutOfRange"/> beyond <see cref="MaxContent"/>.</returns>
    public static ShapeFit TryWrite(ShapeKey key, ReadOnlySpan<byte> fieldClass, ReadOnlySpan<byte> address, ByteBuffer output)
    {
        if (FitOf(fieldClass, address) is var fit and not ShapeFit.Fits) return fit;
        var layout = EmailLayout.ForPlaintext(Prefix + fieldClass.Length + address.Length);
        var shape = output.Append(layout.TextLength);
        EmailLayout.WriteHeader(key.KeyId, shape);

        using var work = Scratch.Rent(EmailLayout.MaxPlaintext + EmailLayout.MaxBody);
        var plaintext = work.Span[..layout.PlaintextLength];
        var body = work.Span.Slice(EmailLayout.MaxPlaintext, layout.BodyLength);
        plaintext[0] = (byte)fieldClass.Length;
        plaintext[1] = (byte)address.Length;
        fieldClass.CopyTo(plaintext[Prefix..]);
        address.CopyTo(plaintext[(Prefix + fieldClass.Length)..]);
        plaintext[(Prefix + fieldClass.Length + address.Length)..].Clear();
        key.SealEmail(shape[..EmailLayout.HeaderLength], plaintext, body);
        layout.WriteBody(body, shape);
        return ShapeFit.Fits;
    }

    /// <summary>The key that a shape names, without opening it. False where the text is no email shape, whatever else it may be.</summary>
    public static bool TryReadKeyId(ReadOnlySpan<byte> text, out KeyId keyId)
    {
        keyId = default;
        return EmailLayout.TryFind(text, out _) && EmailLayout.TryReadHeader(text, out keyId);
    }

    /// <summary>The key and the length of the shape that a text begins with, whatever follows it.</summary>
    public static bool TryReadFront(ReadOnlySpan<byte> text, out KeyId keyId, out int length)
    {
        (keyId, length) = (default, 0);
        if (!EmailLayout.TryFindFront(text, out var layout) || text[..layout.TextLength].IndexOfAnyExcept(Characters) >= 0 || !EmailLayout.TryReadHeader(text, out keyId)) return false;
        length = layout.TextLength;
        return true;
    }

    /// <summary>Opens a whole shape.</summary>
    /// <param name="key">The key it names.</param>
    /// <param name="text">The whole shape.</param>
    /// <param name="opened">Holds the payload afterwards; cleared where the shape does not open.</param>
    /// <param name="payload">Lies in <paramref name="opened"/>.</param>
    /// <returns>False where the text is no shape, names another key, or was altered.</returns>
    public static bool TryOpen(ShapeKey key, ReadOnlySpan<byte> text, ref Scratch opened, out Payload payload)
    {
        payload = default;
        if (!EmailLayout.TryFind(text, out var layout) || !EmailLayout.TryReadHeader(text, out var keyId) || keyId != key.KeyId) return false;
        opened.EnsureCapacity(EmailLayout.MaxPlaintext + EmailLayout.MaxBody);
        var plaintext = opened.Span[..layout.PlaintextLength];
        var body = opened.Span.Slice(EmailLayout.MaxPlaintext, layout.BodyLength);
        if (!layout.TryReadBody(text, body) || !key.TryOpenEmail(text[..EmailLayout.HeaderLength], body, plaintext)) return false;
        payload = new Payload(PayloadType.Text, plaintext.Slice(Prefix, plaintext[0]), plaintext.Slice(Prefix + plaintext[0], plaintext[1]));
        return true;
    }
}
