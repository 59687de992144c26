using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using TenantGateway.Core.Access;

namespace TenantGateway.Admin;

/// <summary>Reads the body of a definition: one JSON document in UTF-8, at most 64 KB, no name twice in one object.</summary>
internal static class DefinitionBody
{
    public const int MaxLength = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <returns>The document, or why there is none.</returns>
    public static async ValueTask<(JsonDocument? Document, Reason? Fault)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!IsJson(request)) return (null, Reasons.UnsupportedMediaType);
        if (request.Headers.ContentEncoding.Count > 0) return (null, Reasons.UnsupportedContentEncoding);
        if (request.ContentLength > MaxLength) return (null, Reasons.DefinitionTooLarge);
        var buffer = new byte[MaxLength + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MaxLength) return (null, Reasons.DefinitionTooLarge);
        return Parse(buffer.AsMemory(0, length));
    }

    private static (JsonDocument? Document, Reason? Fault) Parse(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span)) return (null, Reasons.InvalidUtf8);
        try
        {
            return (JsonDocument.Parse(body, Strict), null);
        }
        catch (JsonException)
        {
            return (null, Reasons.MalformedJson);
        }
        catch (InvalidOperationException)
        {
            // The only way in which the parser says that a name holds half of a surrogate pair.
            return (null, Reasons.LoneSurrogate);
        }
    }

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
