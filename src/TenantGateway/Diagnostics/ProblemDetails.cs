using System.Text.Encodings.Web;
using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Diagnostics;

/// <summary>Writes a refusal as problem details (RFC 9457), or as a page to a person.</summary>
internal static class ProblemDetails
{
    public static async Task WriteAsync(HttpContext context, Refusal refusal)
    {
        var response = context.Response;
        response.Clear();
        response.StatusCode = refusal.Reason.Status;
        response.ContentType = context.Features.Get<IRefusalPage>() is null ? refusal.MediaType : "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Request-Id"] = context.TraceIdentifier;
        foreach (var (name, value) in refusal.Headers) response.Headers.Append(name, value);
        if (HttpMethods.IsHead(context.Request.Method)) return;
        if (context.Features.Get<IRefusalPage>() is { } page)
        {
            await response.WriteAsync(page.Render(refusal, context.TraceIdentifier), context.RequestAborted);
            return;
        }

        await using var json = new Utf8JsonWriter(response.BodyWriter, Plain);
        json.WriteStartObject();
        json.WriteString("type", $"urn:tenantgateway:problem:{refusal.Reason.Code}");
        json.WriteString("title", refusal.Reason.Title);
        json.WriteNumber("status", refusal.Reason.Status);
        json.WriteString("reason", refusal.Reason.Code);
        json.WriteString("remedy", refusal.Reason.Remedy);
        if (refusal.Location is { } location) json.WriteString("location", location);
        json.WriteString("requestId", context.TraceIdentifier);
        foreach (var (name, value) in refusal.Extensions ?? EmptyExtensions)
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value, value.GetType(), JsonSerializerOptions.Web);
        }

        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }

    // The type is JSON and nothing else, so an apostrophe may stay one.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, object> EmptyExtensions = [];
}
