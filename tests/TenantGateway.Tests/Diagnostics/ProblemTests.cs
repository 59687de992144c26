using System.Text.Json.Nodes;
using TenantGateway.Core.Access;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Diagnostics;

public sealed class ProblemTests(ProblemTests.Fixture fixture) : IClassFixture<ProblemTests.Fixture>
{
    [Theory]
    [InlineData("GET", "crm/contacts", null, "missing_token")]
    [InlineData("GET", "crm/contacts", "admin@operator", "invalid_token")]
    [InlineData("GET", "nothing", "agent@acme", "unknown_route")]
    [InlineData("PUT", "read-only", "agent@acme", "method_not_allowed")]
    [InlineData("POST", "crm/contacts", "agent@acme", "malformed_json")]
    [InlineData("POST", "crm/contacts", "analyst@acme", "malformed_json")]
    public async Task EveryRefusal_HasAllMembers(string method, string path, string? user, string code)
    {
        var reason = Reasons.All.Single(reason => reason.Code == code);
        var (response, body) = await SendAsync(new HttpMethod(method), path, user, method == "GET" ? null : "{");
        using (response)
        {
            var problem = Assert.IsType<JsonObject>(JsonNode.Parse(body));
            Assert.Equal(reason.Status, (int)response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
            Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
            Assert.Equal(["reason", "remedy", "requestId", "status", "title", "type"], problem.Select(member => member.Key).Where(name => name != "location").Order(StringComparer.Ordinal));
            Assert.Equal(
                ($"urn:tenantgateway:problem:{code}", reason.Title, $"{reason.Status}", code, reason.Remedy, response.RequestId()),
                ($"{problem["type"]}", $"{problem["title"]}", $"{problem["status"]}", $"{problem["reason"]}", $"{problem["remedy"]}", $"{problem["requestId"]}"));
        }
    }

    [Fact]
    public async Task Head_HasTheHeadersOfAProblemAndNoBody()
    {
        var (response, body) = await SendAsync(HttpMethod.Head, "crm/contacts", null);
        using (response)
        {
            Assert.Equal((401, ""), ((int)response.StatusCode, body));
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
            Assert.NotEmpty(response.RequestId());
            Assert.NotEmpty(response.Headers.WwwAuthenticate);
        }
    }

    // RFC 9110 section 15.5.6: with 405 comes Allow.
    [Fact]
    public async Task WrongMethod_IsToldTheRightOnes()
    {
        var (response, _) = await SendAsync(HttpMethod.Delete, "read-only", "agent@acme");
        using (response)
        {
            Assert.Equal(405, (int)response.StatusCode);
            Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task EveryRequest_HasAnIdOfItsOwn()
    {
        var ids = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            var (response, _) = await SendAsync(HttpMethod.Get, "crm/contacts", null);
            using (response) Assert.True(ids.Add(response.RequestId()));
        }
    }

    private async Task<(HttpResponseMessage Response, string Body)> SendAsync(HttpMethod method, string path, string? user, string? json = null)
    {
        using var request = LoopbackClient.Request(method, path, json);
        if (user is not null) request.With("Authorization", $"Bearer {await fixture.World.TokenAsync(user)}");
        var response = await fixture.World.Client.SendAsync(request);
        return (response, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A world with a route for two methods.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        private GatewayWorld? _world;

        internal GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

        public async Task InitializeAsync() => _world = await GatewayWorld.StartAsync(new Dictionary<string, string?>
        {
            ["ReverseProxy:Routes:read-only:ClusterId"] = "crm",
            ["ReverseProxy:Routes:read-only:Match:Path"] = "/read-only",
            ["ReverseProxy:Routes:read-only:Match:Methods:0"] = "GET",
            ["ReverseProxy:Routes:read-only:Match:Methods:1"] = "HEAD",
            ["ReverseProxy:Routes:read-only:Metadata:Policy"] = "contacts",
        });

        public async Task DisposeAsync() => await World.DisposeAsync();
    }
}
