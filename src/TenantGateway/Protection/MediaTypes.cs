using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace TenantGateway.Protection;

/// <summary>Reads content types.</summary>
internal static class MediaTypes
{
    /// <summary>Which content types are JSON in UTF-8: <c>application/json</c> and the <c>+json</c> suffix (RFC 6839), without another charset.</summary>
    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Type.Equals("application", StringComparison.OrdinalIgnoreCase) && type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)))
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>The type and subtype; empty where there is none, more than one, or no type that a message can have.</summary>
    public static StringSegment NameOf(StringValues contentType) =>
        contentType.Count == 1 && MediaTypeHeaderValue.TryParse(contentType[0], out var type) && !type.MatchesAllTypes && !type.MatchesAllSubTypes
            ? type.MediaType
            : StringSegment.Empty;
}
