using System.Text;

namespace TenantGateway.Edge.HeaderValues;

/// <summary>Nothing can be read with it: the server answers 400, or ends the connection in HTTP/2.</summary>
internal sealed class RefusedEncoding : DecodingOnly
{
    public override int GetMaxCharCount(int byteCount) => byteCount;

    protected override int Length(ReadOnlySpan<byte> value) => throw new DecoderFallbackException();

    protected override int Read(ReadOnlySpan<byte> value, Span<char> text) => throw new DecoderFallbackException();
}
