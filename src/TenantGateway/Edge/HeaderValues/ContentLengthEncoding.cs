namespace TenantGateway.Edge.HeaderValues;

/// <summary>
/// Content-Length as digits alone (RFC 9110 section 8.6), without a needless zero in front. Everything else (<c>+2</c>, <c>0x2</c>, <c>02</c>, white space
/// of other kinds) reads as nothing, which the server refuses: whoever parses numbers more generously, or as octal, would see another end of the message.
/// </summary>
internal sealed class ContentLengthEncoding : DecodingOnly
{
    /// <summary>Digits of <see cref="long.MaxValue"/>.</summary>
    private const int MaxDigits = 19;

    public override int GetMaxCharCount(int byteCount) => MaxDigits;

    protected override int Length(ReadOnlySpan<byte> value) => IsPlain(value) ? value.Length : 0;

    protected override int Read(ReadOnlySpan<byte> value, Span<char> text) => IsPlain(value) ? Latin1.GetChars(value, text) : 0;

    private static bool IsPlain(ReadOnlySpan<byte> value) =>
        value.Length is > 0 and <= MaxDigits && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9') && value is not [(byte)'0', _, ..];
}
