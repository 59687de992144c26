using Microsoft.Net.Http.Headers;

namespace TenantGateway.Protection;

/// <summary>Which content types are JSON in UTF-8: <c>application/json</c> and the <c>+json</c> suffix (RFC 6839), without another charset.</summary>
internal static class MediaTypes
{
    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Type.Equals("application", StringComparison.OrdinalIgnoreCase) && type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)))
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
