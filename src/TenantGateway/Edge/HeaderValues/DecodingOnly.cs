using System.Text;

namespace TenantGateway.Edge.HeaderValues;

/// <summary>An encoding that only ever reads: the plumbing that <see cref="Encoding"/> asks for, around one method.</summary>
internal abstract class DecodingOnly : Encoding
{
    public sealed override int GetCharCount(byte[] bytes, int index, int count) => Length(bytes.AsSpan(index, count));

    public sealed override int GetCharCount(ReadOnlySpan<byte> bytes) => Length(bytes);

    public sealed override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        Read(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public sealed override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars) => Read(bytes, chars);

    public sealed override int GetByteCount(char[] chars, int index, int count) => throw new NotSupportedException();

    public sealed override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => throw new NotSupportedException();

    public sealed override int GetMaxByteCount(int charCount) => throw new NotSupportedException();

    /// <summary>How many characters <see cref="Read"/> writes.</summary>
    protected abstract int Length(ReadOnlySpan<byte> value);

    /// <returns>How many characters were written.</returns>
    protected abstract int Read(ReadOnlySpan<byte> value, Span<char> text);
}
