using System.Buffers;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using TenantGateway.Core.Content;

namespace TenantGateway.Protection;

/// <summary>Reads content types.</summary>
internal static class MediaTypes
{
    private static readonly SearchValues<char> BoundaryCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'()+_,-./:=?");

    /// <summary>Which content types are JSON in UTF-8: <c>application/json</c> and the <c>+json</c> suffix (RFC 6839), without another charset.</summary>
    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Type.Equals("application", StringComparison.OrdinalIgnoreCase) && type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)))
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>How a body is written, as far as anything could look into it; null for every other type, for another charset, and where there are several types or none.</summary>
    public static BodyFormat? FormatOf(string? contentType)
    {
        if (IsJson(contentType)) return BodyFormat.Json;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || BodyTypes.FormatOf(type.MediaType) is not { } format) return null;
        if (format == BodyFormat.Parts) return BoundaryOf(contentType) is null ? null : format;
        return !type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase) ? format : null;
    }

    /// <summary>The boundary of a multipart type (RFC 2046 section 5.1.1); null where it is not the one parameter, or not of the characters that nobody reads in two ways.</summary>
    public static string? BoundaryOf(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || type.Parameters.Count != 1 || !type.Boundary.HasValue) return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= 70 && boundary.AsSpan().IndexOfAnyExcept(BoundaryCharacters) < 0 ? boundary : null;
    }

    /// <summary>The type and subtype; empty where there is none, more than one, or no type that a message can have.</summary>
    public static StringSegment NameOf(StringValues contentType) =>
        contentType.Count == 1 && MediaTypeHeaderValue.TryParse(contentType[0], out var type) && !type.MatchesAllTypes && !type.MatchesAllSubTypes
            ? type.MediaType
            : StringSegment.Empty;
}
