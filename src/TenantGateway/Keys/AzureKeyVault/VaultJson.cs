using System.Text.Json;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>Reads members of answers; null where a member is missing or of another kind.</summary>
internal static class VaultJson
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    internal static JsonElement? Object(JsonElement element, string name) => Member(element, name, JsonValueKind.Object);

    internal static JsonElement? Array(JsonElement element, string name) => Member(element, name, JsonValueKind.Array);

    internal static string? String(JsonElement element, string name)
    {
        try
        {
            return Member(element, name, JsonValueKind.String)?.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are no UTF-8.
            return null;
        }
    }

    /// <summary>Reads a document, and null where it is none. A vault may be another company's: whatever it sends ends here.</summary>
    internal static T? Read<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T?> read) where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter is how the parser says that a name holds half of a surrogate pair.
            return null;
        }
    }

    internal static bool? Boolean(JsonElement element, string name) =>
        Member(element, name, JsonValueKind.True) is not null ? true : Member(element, name, JsonValueKind.False) is not null ? false : null;

    /// <summary>A time in seconds since 1970.</summary>
    internal static DateTimeOffset? Time(JsonElement element, string name) =>
        Member(element, name, JsonValueKind.Number)?.TryGetInt64(out var seconds) == true && seconds is >= 0 and < 1L << 36 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static JsonElement? Member(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == kind ? member : null;
}
