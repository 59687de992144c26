using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace TenantGateway.Tests.Demo.Crm;

public sealed class CrmServiceTests : IAsyncLifetime, IDisposable
{
    private const string Contacts = "/crm/contacts";

    private readonly TemporaryDirectory _data = new();
    private CrmWorld? _world;

    private CrmWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _world = await CrmWorld.StartAsync(_data.Path);

    public async Task DisposeAsync() => await World.DisposeAsync();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task GoodAssertion_IsServedOverBothProtocols()
    {
        Assert.Equal(HttpStatusCode.OK, await SendAsync(new Assertion()));

        var request = World.Gateway.Assert(LoopbackClient.Request(HttpMethod.Get, Contacts), new Assertion());
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        Assert.Equal(HttpStatusCode.OK, (await World.ServiceHttp2.ExchangeAsync(request)).Status);
    }

    [Fact]
    public async Task NoAssertion_Returns401Problem()
    {
        using var request = LoopbackClient.Request(HttpMethod.Get, Contacts).With("X-Tenant-Id", "acme").With("X-Actor-Id", "ac_7k2m");
        using var response = await World.Service.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task NoAssertionOverHttp2_Returns401()
    {
        var request = LoopbackClient.Request(HttpMethod.Get, Contacts);
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);

        Assert.Equal(HttpStatusCode.Unauthorized, (await World.ServiceHttp2.ExchangeAsync(request)).Status);
    }

    [Theory]
    [InlineData("not a token")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIiwia2lkIjoiZmlyc3QifQ.eyJzdWIiOiJhY183azJtIn0.")]
    public async Task Garbage_Returns401(string assertion) => Assert.Equal(HttpStatusCode.Unauthorized, await SendRawAsync(assertion));

    [Fact]
    public async Task WrongAssertions_Return401()
    {
        var good = new Assertion();
        var wrong = new Dictionary<string, Assertion>
        {
            ["issuer"] = good with { Issuer = "https://elsewhere.example" },
            ["audience"] = good with { Audiences = ["billing"] },
            ["audience beside ours"] = good with { Audiences = [CrmWorld.Audience, "billing"] },
            ["access token"] = good with { Type = "at+jwt" },
            ["expired"] = good with { Lifetime = TimeSpan.FromSeconds(-1) },
            ["expires now"] = good with { Lifetime = TimeSpan.Zero },
            ["lives too long"] = good with { Lifetime = TimeSpan.FromSeconds(63) },
            ["not a tenant"] = good with { Tenant = "Not A Tenant" },
        };

        foreach (var (name, assertion) in wrong)
            Assert.Equal((name, HttpStatusCode.Unauthorized), (name, await SendAsync(assertion)));
    }

    [Fact]
    public async Task ForgedSignature_Returns401()
    {
        await SendAsync(new Assertion());
        World.Gateway.Published = World.Gateway.Key;
        World.Gateway.Key = GatewayStandIn.CreateKey("first");

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(new Assertion()));
    }

    [Fact]
    public async Task SharedSecretMadeOfThePublicKey_Returns401()
    {
        World.Gateway.Published = World.Gateway.Key;
        World.Gateway.Key = new SymmetricSecurityKey(((ECDsaSecurityKey)World.Gateway.Published).ECDsa.ExportSubjectPublicKeyInfo()) { KeyId = "first" };

        Assert.Equal(HttpStatusCode.Unauthorized, await SendRawAsync(World.Gateway.Sign(new Assertion(), SecurityAlgorithms.HmacSha256)));
    }

    [Theory]
    [InlineData("globex", "ac_7k2m")]
    [InlineData("acme", "ac_other")]
    [InlineData("acme", null)]
    [InlineData(null, "ac_7k2m")]
    public async Task HeadersThatTheAssertionDoesNotBind_Return401(string? tenant, string? actor)
    {
        var request = LoopbackClient.Request(HttpMethod.Get, Contacts).With("X-Gateway-Assertion", World.Gateway.Sign(new Assertion()));
        if (tenant is not null)
            request.With("X-Tenant-Id", tenant);
        if (actor is not null)
            request.With("X-Actor-Id", actor);

        Assert.Equal(HttpStatusCode.Unauthorized, (await World.Service.ExchangeAsync(request)).Status);
    }

    [Fact]
    public async Task RepeatedHeader_Returns401()
    {
        var request = World.Gateway.Assert(LoopbackClient.Request(HttpMethod.Get, Contacts), new Assertion()).With("X-Tenant-Id", "acme");

        Assert.Equal(HttpStatusCode.Unauthorized, (await World.Service.ExchangeAsync(request)).Status);
    }

    [Fact]
    public async Task NewKey_IsFetchedAtMostEveryTwoSeconds()
    {
        await SendAsync(new Assertion());
        World.Gateway.Key = GatewayStandIn.CreateKey("second");

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(new Assertion()));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(new Assertion()));
        Assert.Equal(1, World.Gateway.Fetches);

        World.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(new Assertion()));
        Assert.Equal(2, World.Gateway.Fetches);
    }

    [Fact]
    public async Task GatewayThatIsDown_KeepsTheKeysAtHand()
    {
        await SendAsync(new Assertion());
        World.TrustGateway(new Uri("http://127.0.0.1:1/jwks.json"));
        World.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(HttpStatusCode.OK, await SendAsync(new Assertion()));
    }

    [Fact]
    public async Task GarbageInsteadOfKeys_Returns401()
    {
        World.TrustGateway(World.Gateway.Garbage);

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(new Assertion()));
    }

    [Fact]
    public async Task AnotherTenantsContact_IsNotThere()
    {
        var (created, body) = await World.ExchangeAsync("acme", HttpMethod.Post, Contacts, """{"email":"ada@example.com"}""");
        using var contact = JsonDocument.Parse(body);
        var path = $"{Contacts}/{contact.RootElement.GetProperty("id").GetString()}";

        Assert.Equal(HttpStatusCode.Created, created);
        Assert.Equal(HttpStatusCode.NotFound, (await World.ExchangeAsync("globex", HttpMethod.Get, path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await World.ExchangeAsync("globex", HttpMethod.Put, path, "{}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await World.ExchangeAsync("globex", HttpMethod.Delete, path)).Status);
        Assert.Equal("""{"items":[],"count":0}""", (await World.ExchangeAsync("globex", HttpMethod.Get, Contacts + "?email=ada@example.com")).Body);
        Assert.Equal("""{"items":[],"count":0}""", (await World.ExchangeAsync("globex", HttpMethod.Get, Contacts + "?tenant=acme")).Body);
        Assert.Equal((HttpStatusCode.OK, body), await World.ExchangeAsync("acme", HttpMethod.Get, path));
    }

    [Fact]
    public async Task ManyInterleavedRequests_NeitherFailNorMix()
    {
        var created = new ConcurrentDictionary<string, string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
        {
            var tenant = i % 2 == 0 ? "acme" : "globex";
            var (status, body) = await World.ExchangeAsync(tenant, HttpMethod.Post, Contacts, $$"""{"owner":"{{tenant}}","n":{{i}}}""");
            Assert.Equal(HttpStatusCode.Created, status);
            using var contact = JsonDocument.Parse(body);
            var id = contact.RootElement.GetProperty("id").GetString() ?? "";
            Assert.True(created.TryAdd(id, tenant));
            Assert.Equal((HttpStatusCode.OK, body), await World.ExchangeAsync(tenant, HttpMethod.Get, $"{Contacts}/{id}"));
        });

        using var acme = JsonDocument.Parse((await World.ExchangeAsync("acme", HttpMethod.Get, Contacts)).Body);
        Assert.Equal(500, acme.RootElement.GetProperty("count").GetInt32());
        Assert.All(acme.RootElement.GetProperty("items").EnumerateArray(), item => Assert.Equal("acme", item.GetProperty("owner").GetString()));
    }

    private async Task<HttpStatusCode> SendAsync(Assertion assertion) =>
        (await World.Service.ExchangeAsync(World.Gateway.Assert(LoopbackClient.Request(HttpMethod.Get, Contacts), assertion))).Status;

    private async Task<HttpStatusCode> SendRawAsync(string assertion)
    {
        var request = LoopbackClient.Request(HttpMethod.Get, Contacts)
            .With("X-Tenant-Id", "acme").With("X-Actor-Id", "ac_7k2m").With("X-Gateway-Assertion", assertion);
        return (await World.Service.ExchangeAsync(request)).Status;
    }
}
