using System.Text.Json;
using System.Text.Unicode;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>One line of newline-delimited JSON.</summary>
public static class JsonLine
{
    private static ReadOnlySpan<byte> WhiteSpace => " \t\r\n"u8;

    /// <summary>Blank lines hold nothing.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(WhiteSpace) < 0;

    /// <summary>
    /// Whether the line is one JSON value (RFC 8259) in UTF-8 in which every token stands in its plain characters, so that whoever looks for tokens in
    /// the bytes finds all of them.
    /// </summary>
    public static bool IsPlain(ReadOnlySpan<byte> line)
    {
        if (!Utf8.IsValid(line)) return false;
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = JsonScanner.MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped && HidesToken(reader.ValueSpan)) return false;
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // An escape for a letter or digit that needs none may spell a token that the bytes do not show.
    private static bool HidesToken(ReadOnlySpan<byte> escaped)
    {
        using var unescaped = Scratch.Rent(escaped.Length);
        var length = JsonText.Unescape(escaped, unescaped.Span);
        if (length < 0) return true;
        var text = unescaped.Span[..length];
        return text.Count(TokenHeader.StoredFamily) != escaped.Count(TokenHeader.StoredFamily) || text.Count(EmailShape.Family) != escaped.Count(EmailShape.Family);
    }
}
