using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using TenantGateway.Core.Buffers;

namespace TenantGateway.Core.Content;

/// <summary>The strings of JSON (RFC 8259 section 7): out of their escapes and back with as few as possible.</summary>
public static class JsonText
{
    private static readonly SearchValues<byte> MustEscape =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    /// <summary>Unescapes what lies between the quotes of a well-formed string.</summary>
    /// <param name="escaped">Without the quotes; the escapes are known to be well formed.</param>
    /// <param name="destination">As long as <paramref name="escaped"/>, or longer; may be the same memory.</param>
    /// <returns>The length, or -1 where an escape is half of a surrogate pair.</returns>
    public static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> destination)
    {
        var written = 0;
        while (true)
        {
            var plain = escaped.IndexOf((byte)'\\');
            if (plain < 0)
            {
                escaped.CopyTo(destination[written..]);
                return written + escaped.Length;
            }

            escaped[..plain].CopyTo(destination[written..]);
            written += plain;
            escaped = escaped[plain..];
            var consumed = UnescapeOne(escaped, destination[written..], out var count);
            if (consumed < 0) return -1;
            written += count;
            escaped = escaped[consumed..];
        }
    }

    /// <summary>Appends a JSON string: quotes, backslashes and control characters are escaped, nothing else is.</summary>
    public static void AppendString(ByteBuffer output, ReadOnlySpan<byte> text)
    {
        output.Append((byte)'"');
        AppendEscaped(output, text);
        output.Append((byte)'"');
    }

    /// <summary>Appends what lies between the quotes of a JSON string.</summary>
    public static void AppendEscaped(ByteBuffer output, ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var special = text.IndexOfAny(MustEscape);
            if (special < 0) break;
            output.Append(text[..special]);
            AppendEscape(output, text[special]);
            text = text[(special + 1)..];
        }

        output.Append(text);
    }

    /// <summary>Finds where in an escaped string a place of the unescaped one lies. Goes forward only, from where the last call ended.</summary>
    /// <param name="escaped">As for <see cref="Unescape"/>.</param>
    /// <param name="at">In both: where to go on, and afterwards where it was found.</param>
    /// <param name="target">Where in the unescaped string; no place inside of an escape.</param>
    internal static int FindEscaped(ReadOnlySpan<byte> escaped, ref (int Escaped, int Plain) at, int target)
    {
        Span<byte> character = stackalloc byte[4];
        while (at.Plain < target)
        {
            var plain = escaped[at.Escaped..].IndexOf((byte)'\\');
            if (plain < 0) plain = escaped.Length - at.Escaped;
            if (plain > 0)
            {
                var step = Math.Min(plain, target - at.Plain);
                at = (at.Escaped + step, at.Plain + step);
                continue;
            }

            var consumed = UnescapeOne(escaped[at.Escaped..], character, out var written);
            at = (at.Escaped + consumed, at.Plain + written);
        }

        return at.Escaped;
    }

    /// <summary>Whether <see cref="AppendString"/> writes the string with exactly these bytes.</summary>
    /// <param name="escaped">As for <see cref="Unescape"/>.</param>
    public static bool HasFewestEscapes(ReadOnlySpan<byte> escaped)
    {
        for (var at = escaped.IndexOf((byte)'\\'); at >= 0; at = escaped.IndexOf((byte)'\\'))
        {
            escaped = escaped[at..];
            if (escaped[1] == '/' || (escaped[1] == 'u' && !IsFewest(escaped[2..6]))) return false;
            escaped = escaped[(escaped[1] == 'u' ? 6 : 2)..];
        }

        return true;
    }

    // Control characters without a letter of their own, in lower-case digits.
    private static bool IsFewest(ReadOnlySpan<byte> digits) =>
        digits.StartsWith("00"u8) && digits[2] is (byte)'0' or (byte)'1'
        && digits[3] is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f')
        && Hex4(digits) is not (8 or 9 or 10 or 12 or 13);

    private static void AppendEscape(ByteBuffer output, byte c)
    {
        var letter = c switch
        {
            (byte)'"' => (byte)'"',
            (byte)'\\' => (byte)'\\',
            8 => (byte)'b',
            9 => (byte)'t',
            10 => (byte)'n',
            12 => (byte)'f',
            13 => (byte)'r',
            _ => (byte)'u',
        };
        output.Append((byte)'\\');
        output.Append(letter);
        if (letter != 'u') return;
        output.Append("00"u8);
        Utf8Formatter.TryFormat(c, output.Append(2), out _, new StandardFormat('x', 2));
    }

    private static int UnescapeOne(ReadOnlySpan<byte> escape, Span<byte> destination, out int written)
    {
        written = 1;
        switch (escape[1])
        {
            case (byte)'b': destination[0] = 8; return 2;
            case (byte)'t': destination[0] = 9; return 2;
            case (byte)'n': destination[0] = 10; return 2;
            case (byte)'f': destination[0] = 12; return 2;
            case (byte)'r': destination[0] = 13; return 2;
            case (byte)'u': return UnescapeUnicode(escape, destination, out written);
            case var c: destination[0] = c; return 2;
        }
    }

    private static int UnescapeUnicode(ReadOnlySpan<byte> escape, Span<byte> destination, out int written)
    {
        var high = (char)Hex4(escape[2..6]);
        if (!char.IsSurrogate(high))
        {
            written = new Rune(high).EncodeToUtf8(destination);
            return 6;
        }

        written = 0;
        if (escape.Length < 12 || escape[6] != '\\' || escape[7] != 'u' || !Rune.TryCreate(high, (char)Hex4(escape[8..12]), out var rune)) return -1;
        written = rune.EncodeToUtf8(destination);
        return 12;
    }

    private static int Hex4(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out int value, out var consumed, 'x') && consumed == 4
            ? value
            : throw new UnreachableException("The reader has checked the escapes.");
}
