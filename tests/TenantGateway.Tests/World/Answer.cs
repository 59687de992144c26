using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace TenantGateway.Tests.World;

/// <summary>An answer, read to its end.</summary>
internal sealed record Answer(int Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body) ?? throw new InvalidDataException("The answer is null.");

    /// <summary>The reason code, where the gateway refused; null where the answer is the service's.</summary>
    public string? Reason => ContentHeaders.ContentType?.MediaType == "application/problem+json" ? Json["reason"]?.ToString() : null;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        using (response) return new Answer((int)response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsByteArrayAsync());
    }
}
