using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Forwarding;

/// <summary>What a service learns of a request beside its body.</summary>
public sealed class ServiceContextTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private readonly GatewayWorld _world = shared.World;

    [Fact]
    public async Task Service_GetsTheAllowedHeadersAndNoOthers()
    {
        using var request = LoopbackClient.Request(HttpMethod.Post, "crm/contacts", """{"name":"Ada"}""")
            .With("Accept", "application/json").With("Accept-Language", "de").With("Idempotency-Key", "k1").With("Prefer", "return=minimal")
            .With("Cookie", "a=b").With("DPoP", "proof").With("baggage", "user=ada").With("User-Agent", "curl/8").With("Referer", "https://app.example/ada")
            .With("Origin", "https://app.example").With("X-Forwarded-For", "10.0.0.1").With("Forwarded", "for=10.0.0.1").With("Range", "bytes=0-1")
            .With("If-Range", "\"e\"").With("If-Match", "\"e\"").With("Proxy-Authorization", "Basic YTpi").With("X-Api-Key", "k").With("Via", "1.1 a")
            .With("Accept-Encoding", "gzip, br").With("TE", "trailers").With("Priority", "u=1");

        await SendAsync(request, "agent@acme");

        Assert.Equal(
            [
                "Accept", "Accept-Encoding", "Accept-Language", "Content-Length", "Content-Type", "Host", "Idempotency-Key", "Prefer", "X-Actor-Id", "X-Forwarded-Host",
                "X-Forwarded-Proto", "X-Gateway-Assertion", "X-Request-ID", "X-Tenant-Id", "traceparent",
            ],
            _world.Service.Last.Headers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("identity", _world.Service.Last.Headers["Accept-Encoding"]);
        Assert.Equal(_world.Service.Address.Authority, _world.Service.Last.Headers["Host"]);
    }

    [Fact]
    public async Task Actor_HasOnePseudonymPerTenant()
    {
        var first = await ActorOfAsync("agent@acme");
        var again = await ActorOfAsync("agent@acme");
        var colleague = await ActorOfAsync("analyst@acme");
        var stranger = await ActorOfAsync("agent@globex");

        Assert.Matches("^ac_[a-z2-7]{26}$", first.Actor);
        Assert.Equal(first, again);
        Assert.Equal(3, new[] { first.Actor, colleague.Actor, stranger.Actor }.Distinct().Count());
        Assert.Equal(("acme", "acme", "globex"), (first.Tenant, colleague.Tenant, stranger.Tenant));
    }

    [Fact]
    public async Task RequestId_IsTheOneThatTheCallerIsTold()
    {
        using var response = await _world.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts");

        Assert.Equal(response.RequestId(), _world.Service.Last.Headers["X-Request-Id"]);
    }

    [Fact]
    public async Task Subject_ReachesNoService()
    {
        await ActorOfAsync("agent@acme");

        Assert.DoesNotContain(_world.Service.Last.Headers, header => header.Value.Contains("6650a1f2c9d84be7031f52aa", StringComparison.Ordinal));
    }

    private async Task<(string Tenant, string Actor)> ActorOfAsync(string user)
    {
        await SendAsync(LoopbackClient.Request(HttpMethod.Get, "crm/contacts"), user);
        return (_world.Service.Last.Headers["X-Tenant-Id"], _world.Service.Last.Headers["X-Actor-Id"]);
    }

    private async Task SendAsync(HttpRequestMessage request, string user)
    {
        using var response = await _world.Client.SendAsync(request.With("Authorization", $"Bearer {await _world.TokenAsync(user)}"));
        Assert.Equal(200, (int)response.StatusCode);
    }
}
