using System.Text;

namespace TenantGateway.Edge.HeaderValues;

/// <summary>
/// Connection with all the names it lists. The server shortens <c>close, Some-Header</c> to <c>close</c> as soon as it has read it, and then nobody knows that
/// Some-Header was meant for this hop alone (RFC 9110 section 7.6.1). It keeps a list whole that says both <c>close</c> and <c>keep-alive</c>, and ends the
/// connection after it: so a line that nominates a header is read as if it said both.
/// </summary>
internal sealed class ConnectionEncoding : DecodingOnly
{
    private const string Kept = ", close, keep-alive";

    // With these Kestrel deals itself, or no service gets the header anyway.
    private static readonly byte[][] Ordinary = ["close"u8.ToArray(), "keep-alive"u8.ToArray(), "upgrade"u8.ToArray(), "te"u8.ToArray(), "http2-settings"u8.ToArray()];

    public override int GetMaxCharCount(int byteCount) => byteCount + Kept.Length;

    protected override int Length(ReadOnlySpan<byte> value) => value.Length + (Nominates(value) ? Kept.Length : 0);

    protected override int Read(ReadOnlySpan<byte> value, Span<char> text)
    {
        // The server answers this with 400.
        if (!Ascii.IsValid(value)) throw new DecoderFallbackException();
        var length = Latin1.GetChars(value, text);
        if (!Nominates(value)) return length;
        Kept.CopyTo(text[length..]);
        return length + Kept.Length;
    }

    private static bool Nominates(ReadOnlySpan<byte> value)
    {
        foreach (var range in value.Split((byte)','))
        {
            var option = value[range].Trim(" \t"u8);
            if (!option.IsEmpty && !IsOrdinary(option)) return true;
        }

        return false;
    }

    private static bool IsOrdinary(ReadOnlySpan<byte> option)
    {
        foreach (var ordinary in Ordinary)
        {
            if (Ascii.EqualsIgnoreCase(option, ordinary)) return true;
        }

        return false;
    }
}
