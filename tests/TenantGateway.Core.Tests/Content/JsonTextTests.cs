using System.Globalization;
using System.Text;
using System.Text.Json;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;

namespace TenantGateway.Core.Tests.Content;

public class JsonTextTests
{
    [Fact]
    public void EveryCharacterOfTheBasicPlane_UnescapesAndReadsBack()
    {
        for (var c = 0; c <= 0xFFFF; c++)
        {
            if (char.IsSurrogate((char)c)) continue;
            var text = ((char)c).ToString();
            Assert.Equal(text, Unescape($"\\u{c:x4}"));
            Assert.Equal(text, Unescape($"\\u{c:X4}"));
            Assert.Equal(text, JsonSerializer.Deserialize<string>(Escape(text)));
            Assert.Equal(text, Unescape(Escape(text)[1..^1]));
        }
    }

    [Fact]
    public void EveryPlaneBeyond_UnescapesFromPairs()
    {
        for (var value = 0x10000; value <= 0x10FFFF; value += 257)
        {
            var text = char.ConvertFromUtf32(value);
            Assert.Equal(text, Unescape($"\\u{(int)text[0]:x4}\\u{(int)text[1]:X4}"));
            Assert.Equal(text, Unescape(text));
            Assert.Equal($"\"{text}\"", Escape(text));
        }
    }

    [Fact]
    public void EveryHalfOfAPair_IsRefused()
    {
        for (var c = 0xD800; c <= 0xDFFF; c++)
        {
            var half = $"\\u{c:x4}";
            Assert.Null(Unescape(half));
            Assert.Null(Unescape("a" + half + "b"));
            Assert.Null(Unescape(half + "\\u0041"));
            Assert.Null(Unescape(half + "\\n12345678"));
            Assert.Null(Unescape(half + "abcdefgh"));
            if (char.IsHighSurrogate((char)c)) Assert.Null(Unescape(half + "\\ud800"));
            else Assert.Null(Unescape(half + "\\udc00"));
        }
    }

    [Theory]
    [InlineData("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("\\\\u0041", "\\u0041")]
    [InlineData("a\\u0000b", "a\0b")]
    public void Escapes_Unescape(string escaped, string text) => Assert.Equal(text, Unescape(escaped));

    [Fact]
    public void FewestEscapes_AreThoseThatAppendStringWrites()
    {
        string[] escapes =
        [
            .. Enumerable.Range(0, 0x100).SelectMany(c => new[] { $"\\u{c:x4}", $"\\u{c:X4}" }),
            "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "\\u2022", "\\ud83d\\ude00", "x", "\u00e9",
        ];
        foreach (var escaped in escapes.SelectMany(escape => new[] { escape, $"a{escape}", $"{escape}z", $"\\n{escape}\\t" }))
        {
            var text = Unescape(escaped) ?? throw new InvalidOperationException("No half of a pair is among them.");
            Assert.Equal(Escape(text) == $"\"{escaped}\"", JsonText.HasFewestEscapes(Encoding.UTF8.GetBytes(escaped)));
        }
    }

    [Fact]
    public void ControlCharacters_AreTheOnlyOnesEscapedBesidesQuoteAndBackslash()
    {
        for (var c = 0; c < 0x80; c++)
        {
            var written = Escape(((char)c).ToString(CultureInfo.InvariantCulture));
            Assert.Equal(c is < 0x20 or '"' or '\\', written.Contains('\\', StringComparison.Ordinal));
        }
    }

    private static string? Unescape(string escaped)
    {
        var bytes = Encoding.UTF8.GetBytes(escaped);
        var text = new byte[bytes.Length];
        var length = JsonText.Unescape(bytes, text);
        return length < 0 ? null : Encoding.UTF8.GetString(text, 0, length);
    }

    private static string Escape(string text)
    {
        using var output = new ByteBuffer(16);
        JsonText.AppendString(output, Encoding.UTF8.GetBytes(text));
        return Encoding.UTF8.GetString(output.Written);
    }
}
