using System.Text.Json;

namespace TenantGateway.Forwarding;

/// <summary>Publishes the keys of assertions as a JWK set (RFC 7517 section 5): the only path of the data plane that needs no token.</summary>
internal static class JwksEndpoint
{
    public const string Path = "/.well-known/tenant-gateway/jwks.json";

    public static async Task WriteAsync(HttpContext context)
    {
        var keys = context.RequestServices.GetRequiredService<AssertionKeys>().Current.Published;
        context.Response.ContentType = "application/jwk-set+json";
        context.Response.Headers.CacheControl = "public, max-age=60";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteStartArray("keys");
        foreach (var key in keys)
        {
            json.WriteStartObject();
            json.WriteString("kty", key.Kty);
            json.WriteString("use", key.Use);
            json.WriteString("alg", key.Alg);
            json.WriteString("kid", key.Kid);
            json.WriteString("crv", key.Crv);
            json.WriteString("x", key.X);
            json.WriteString("y", key.Y);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }
}
