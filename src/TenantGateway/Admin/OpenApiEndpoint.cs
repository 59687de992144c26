using System.Text.Encodings.Web;
using System.Text.Json;
using TenantGateway.Core.Access;

namespace TenantGateway.Admin;

/// <summary><c>GET /admin/openapi.json</c>: what the admin plane takes and answers. It tells nothing of any tenant, so nothing is recorded.</summary>
internal sealed class OpenApiEndpoint(EndpointDataSource endpoints)
{
    private static readonly JsonSerializerOptions Plain = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lazy<string> _text = new(() => OpenApiDocument.Of(endpoints.Endpoints).ToJsonString(Plain) + "\n");

    public Task AnswerAsync(HttpContext context, Actor actor)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(_text.Value, context.RequestAborted);
    }
}
