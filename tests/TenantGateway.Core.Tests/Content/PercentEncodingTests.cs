using System.Text;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;

namespace TenantGateway.Core.Tests.Content;

public class PercentEncodingTests
{
    [Fact]
    public void EveryByte_ReadsBack()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(c => (byte)c)];
        using var encoded = new ByteBuffer(16);
        PercentEncoding.Encode(all, encoded);
        var decoded = new byte[encoded.Length];

        Assert.True(PercentEncoding.TryDecode(encoded.Written, decoded, out var length));
        Assert.Equal(all, decoded[..length]);
        Assert.Equal("%00%01%02", Encoding.ASCII.GetString(encoded.Written[..9]));
    }

    [Theory]
    [InlineData("a+b%20c", "a b c")]
    [InlineData("%2b%2B", "++")]
    [InlineData("%e2%82%AC", "\u20ac")]
    [InlineData("", "")]
    public void WellFormed_IsDecoded(string encoded, string text)
    {
        var decoded = new byte[encoded.Length];
        Assert.True(PercentEncoding.TryDecode(Encoding.ASCII.GetBytes(encoded), decoded, out var length));
        Assert.Equal(text, Encoding.UTF8.GetString(decoded, 0, length));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("%1")]
    [InlineData("a%")]
    [InlineData("%zz")]
    [InlineData("%1g")]
    [InlineData("%+1")]
    [InlineData("% 1")]
    [InlineData("%-1")]
    [InlineData("%%41")]
    [InlineData("%u0041")]
    public void Malformed_IsRefused(string encoded) => Assert.False(PercentEncoding.TryDecode(Encoding.ASCII.GetBytes(encoded), new byte[16], out _));
}
