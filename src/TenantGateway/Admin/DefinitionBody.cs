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

    /// <summary>Reads the body and what it defines.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the definition; null where it wrote problems down.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What is defined, or why nothing is.</returns>
    public static async ValueTask<(T? Defined, Refusal? Refusal)> ReadAsync<T>(HttpRequest request, Definition<T> read, CancellationToken cancellationToken)
    {
        var (document, fault) = await ReadAsync(request, cancellationToken);
        if (document is null) return (default, new Refusal(fault ?? Reasons.MalformedJson));
        using var owned = document;
        try
        {
            var defined = read(document.RootElement, out var problems);
            return defined is null ? (default, new Refusal(Reasons.InvalidDefinition) { Extensions = new Dictionary<string, object> { ["errors"] = problems } }) : (defined, null);
        }
        catch (InvalidOperationException)
        {
            // The only way in which the JSON reader says so.
            return (default, new Refusal(Reasons.LoneSurrogate));
        }
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

/// <summary>Reads a definition, or writes down what is wrong with it and gives null.</summary>
internal delegate T? Definition<out T>(JsonElement body, out IReadOnlyList<DefinitionProblem> problems);
