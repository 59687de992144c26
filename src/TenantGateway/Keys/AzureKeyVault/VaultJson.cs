using System.Text.Json;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>Reads members of answers; null where a member is missing or of another kind.</summary>
internal static class VaultJson
{
    internal static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    internal static JsonElement? Object(JsonElement element, string name) => Member(element, name, JsonValueKind.Object);

    internal static JsonElement? Array(JsonElement element, string name) => Member(element, name, JsonValueKind.Array);

    internal static string? String(JsonElement element, string name) => Member(element, name, JsonValueKind.String)?.GetString();

    internal static bool? Boolean(JsonElement element, string name) =>
        Member(element, name, JsonValueKind.True) is not null ? true : Member(element, name, JsonValueKind.False) is not null ? false : null;

    /// <summary>A time in seconds since 1970.</summary>
    internal static DateTimeOffset? Time(JsonElement element, string name) =>
        Member(element, name, JsonValueKind.Number)?.TryGetInt64(out var seconds) == true && seconds is >= 0 and < 1L << 36 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static JsonElement? Member(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == kind ? member : null;
}
