using System.Text;
using CsCheck;
using TenantGateway.Core.Content;

namespace TenantGateway.Core.Tests.Content;

public class LineBufferTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\nb", new[] { "a\n", "b" })]
    [InlineData("a\r\n\r\nb\n", new[] { "a\r\n", "\r\n", "b\n" })]
    [InlineData("\n\n", new[] { "\n", "\n" })]
    [InlineData("a\rb\n", new[] { "a\rb\n" })]
    public void Lines_EndWithTheirLineFeed(string text, string[] lines) => Assert.Equal(lines, Read(text, [1]));

    [Fact]
    public void Lines_AreTheSameHoweverTheBytesArrive() =>
        Gen.Select(Gen.OneOf("a", "\n", "\r\n", "é", "  ").Array[0, 40].Select(string.Concat), Gen.Int[1, 9].Array[1, 5]).Sample((text, sizes) =>
        {
            var lines = Read(text, sizes);
            Assert.Equal(text, string.Concat(lines));
            Assert.All(lines.SkipLast(1), line => Assert.True(line.EndsWith('\n') && line.Count(c => c == '\n') == 1));
        });

    [Fact]
    public void LineOverTheBound_IsNeverGiven()
    {
        using var buffer = new LineBuffer(8);
        Feed(buffer, "1234567\n123456789");

        Assert.True(buffer.TryTake(out var line));
        Assert.Equal(8, line.Length);
        Assert.False(buffer.IsTooLong);
        Assert.False(buffer.TryTake(out _));
        Assert.True(buffer.IsTooLong);
        Feed(buffer, "\n");
        Assert.False(buffer.TryTake(out _));
        Assert.True(buffer.IsTooLong);
    }

    [Fact]
    public void UnfinishedLine_WaitsForItsEnd()
    {
        using var buffer = new LineBuffer(100);
        Feed(buffer, "abc");
        Assert.False(buffer.TryTake(out _));
        Feed(buffer, "d\ne");
        Assert.True(buffer.TryTake(out var line));
        Assert.Equal("abcd\n", Encoding.UTF8.GetString(line.Span));
        Assert.False(buffer.TryTake(out _));
        buffer.Complete();
        Assert.True(buffer.TryTake(out line));
        Assert.Equal("e", Encoding.UTF8.GetString(line.Span));
        Assert.False(buffer.TryTake(out _));
    }

    private static List<string> Read(string text, int[] sizes)
    {
        using var buffer = new LineBuffer(1000);
        var lines = new List<string>();
        var rest = Encoding.UTF8.GetBytes(text).AsMemory();
        for (var i = 0; !rest.IsEmpty; i++)
        {
            var size = Math.Min(rest.Length, sizes[i % sizes.Length]);
            rest[..size].CopyTo(buffer.Free());
            buffer.Advance(size);
            rest = rest[size..];
            while (buffer.TryTake(out var line)) lines.Add(Encoding.UTF8.GetString(line.Span));
        }

        buffer.Complete();
        while (buffer.TryTake(out var line)) lines.Add(Encoding.UTF8.GetString(line.Span));
        return lines;
    }

    private static void Feed(LineBuffer buffer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        bytes.CopyTo(buffer.Free());
        buffer.Advance(bytes.Length);
    }
}
