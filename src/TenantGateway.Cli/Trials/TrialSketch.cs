using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TenantGateway.Core.Content;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Cli.Trials;

/// <summary>
/// A message without its values: tokens of the trial are shortened to their heads, every other value is replaced by the word for its type, and so is a name that
/// does not look as if a programmer had chosen it.
/// </summary>
internal static class TrialSketch
{
    private static readonly JsonWriterOptions Pretty = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(ReadOnlySpan<byte> unit, BodyFormat format, IKeyRings keys) => format switch
    {
        BodyFormat.Form => OfPairs(Encoding.UTF8.GetString(unit), keys),
        BodyFormat.Lines => OfJson(unit, Pretty with { Indented = false }, keys),
        _ => OfJson(unit, Pretty, keys),
    };

    private static string OfPairs(string pairs, IKeyRings keys) => string.Join('&', pairs.Split('&').Select(pair =>
    {
        var at = pair.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? ShownNames.Of(pair) : $"{ShownNames.Of(pair[..at])}={TextOf(Uri.UnescapeDataString(pair[(at + 1)..]), keys)}";
    })) + "\n";

    private static string OfJson(ReadOnlySpan<byte> json, JsonWriterOptions options, IKeyRings keys)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = ContentLimits.Default.MaxDepth });
        using var document = JsonDocument.ParseValue(ref reader);
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output, options)) Write(document.RootElement, writer, keys);
        return Encoding.UTF8.GetString(output.ToArray()) + "\n";
    }

    private static void Write(JsonElement element, Utf8JsonWriter writer, IKeyRings keys)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    writer.WritePropertyName(ShownNames.Of(Read(() => member.Name)));
                    Write(member.Value, writer, keys);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) Write(item, writer, keys);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(TextOf(Read(element.GetString), keys));
                break;
            case JsonValueKind.Null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(element.ValueKind == JsonValueKind.Number ? "(number)" : "(boolean)");
                break;
        }
    }

    private static string TextOf(string text, IKeyRings keys)
    {
        // A string that holds a document is shown as one that holds its sketch.
        if (text.AsSpan().TrimStart() is ['{' or '[', ..] && Embedded(text, keys) is { } embedded) return embedded;
        var ascii = Encoding.UTF8.GetBytes(text);
        if (EmailShape.TryReadKeyId(ascii, out var keyId) && keys.Find(keyId) is not null) return string.Create(CultureInfo.InvariantCulture, $"{text[..(EmailShape.Family.Length + KeyId.Length)]}…({text.Length})");
        return TokenHeader.TryRead(ascii, out var header) && header.TokenLength == ascii.Length && keys.Find(header.KeyId) is not null
            ? string.Create(CultureInfo.InvariantCulture, $"{text[..TokenHeader.Length]}…({header.TokenLength})")
            : "(text)";
    }

    // Half a surrogate pair is no text, and is none that anybody would have chosen.
    private static string Read(Func<string?> text)
    {
        try
        {
            return text() ?? "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private static string? Embedded(string text, IKeyRings keys)
    {
        try
        {
            return OfJson(Encoding.UTF8.GetBytes(text), Pretty with { Indented = false }, keys).TrimEnd();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
