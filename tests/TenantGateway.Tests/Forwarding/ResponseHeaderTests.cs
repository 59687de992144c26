using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Forwarding;

public sealed class ResponseHeaderTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private readonly GatewayWorld _world = shared.World;

    [Fact]
    public async Task Caller_GetsTheAllowedHeadersAndNoOthers()
    {
        using var response = await SendAsync(headers =>
        {
            headers.Location = "/crm/contacts/c_1";
            headers.Allow = "GET, POST";
            headers.RetryAfter = "5";
            headers.ContentLanguage = "de";
            headers["Preference-Applied"] = "return=minimal";
            headers.SetCookie = "session=1";
            headers.ETag = "\"e\"";
            headers.LastModified = "Tue, 06 May 2031 07:08:09 GMT";
            headers.CacheControl = "public, max-age=600";
            headers.Server = "crm/1.0";
            headers["X-Powered-By"] = "crm";
            headers["X-Tenant-Id"] = "globex";
            headers["X-Request-Id"] = "forged";
            headers["Content-Digest"] = "sha-256=:AAAA:";
            headers.AccessControlAllowOrigin = "*";
            headers.Link = "<https://crm.internal/>; rel=next";
            headers["Refresh"] = "0; url=https://evil.example/";
            headers["Baggage"] = "user=ada";
        });

        Assert.Equal(
            ["Allow", "Cache-Control", "Content-Language", "Content-Length", "Content-Type", "Date", "Location", "Preference-Applied", "Retry-After", "X-Request-ID"],
            response.Headers.Concat(response.Content.Headers).Select(header => header.Key).Order(StringComparer.Ordinal));
        Assert.Equal("/crm/contacts/c_1", response.Headers.Location?.ToString());
        Assert.Equal("no-store, private", response.Headers.CacheControl?.ToString());
        Assert.DoesNotContain("forged", response.RequestId(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HeaderThatHoldsAStoredToken_IsDropped()
    {
        using (await _world.SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", """{"email":"ada@example.com"}"""))
        {
        }

        var token = JsonNode.Parse(_world.Service.Last.Text)?["email"]?.ToString();
        Assert.StartsWith("pn1.", token, StringComparison.Ordinal);

        using var response = await SendAsync(headers =>
        {
            headers.Location = $"/crm/contacts?email={token}";
            headers["Preference-Applied"] = token;
            headers.RetryAfter = "5";
        });

        Assert.Null(response.Headers.Location);
        Assert.False(response.Headers.Contains("Preference-Applied"));
        Assert.True(response.Headers.Contains("Retry-After"));
    }

    private async Task<HttpResponseMessage> SendAsync(Action<IHeaderDictionary> headers)
    {
        _world.Service.Answer = (context, _) =>
        {
            headers(context.Response.Headers);
            return RecordingService.WriteAsync(context, 200, "application/json", "{}"u8.ToArray());
        };
        var response = await _world.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts");
        _world.Service.Reset();
        return response;
    }
}
