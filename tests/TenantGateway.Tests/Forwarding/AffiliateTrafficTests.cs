using TenantGateway.Core.Tenants;
using TenantGateway.Demo.Gateways;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Forwarding;

/// <summary>What services and the trail are told of the organization under which somebody acts.</summary>
public sealed class AffiliateTrafficTests : IAsyncLifetime
{
    private GatewayWorld? _world;

    private GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        _world = await GatewayWorld.StartAsync(new Dictionary<string, string?>
        {
            ["ReverseProxy:Routes:known:ClusterId"] = "crm",
            ["ReverseProxy:Routes:known:Match:Path"] = "/known/{**rest}",
            ["ReverseProxy:Routes:known:Metadata:Policy"] = "contacts",
            ["ReverseProxy:Routes:known:Metadata:AssertOrganization"] = "true",
        });
        // The organization of the one sample tenant becomes an affiliate of the other.
        await World.DefineAsync("globex", globex => globex with { Organizations = [new OrganizationBinding(World.Issuer.AbsoluteUri, "org_sold")] });
        await World.DefineAsync("acme", acme => acme with { Organizations = [.. acme.Organizations, new OrganizationBinding(World.Issuer.AbsoluteUri, "org_globex")] });
    }

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Fact]
    public async Task Affiliate_ActsWithinTheTenant_AndIsOnRecordUnderItsOwnName()
    {
        World.Service.AnswerJson("""{"email":"a@example.com"}""");
        foreach (var user in (string[])["agent@acme", "agent@globex"])
        {
            using var answer = await World.SendAsync(user, HttpMethod.Get, "crm/contacts/1");
            Assert.Equal(200, (int)answer.StatusCode);
            Assert.Equal("acme", World.Service.Last.Headers["X-Tenant-Id"]);
        }

        using var denied = await World.SendAsync("agent@globex", HttpMethod.Get, "crm/contacts/1", host: "globex.localhost");
        Assert.Equal("tenant_mismatch", (await Answer.ReadAsync(denied)).Reason);

        var records = await World.AuditAsync("acme");
        Assert.Equal([ReferenceOf("org_acme"), ReferenceOf("org_globex")], records.Where(record => record["event"] == "data.revealed").Select(record => record["organization"]));
        Assert.Equal(ReferenceOf("org_globex"), Assert.Single(records, record => record["outcome"] == "tenant_mismatch")["organization"]);
        Assert.All(records, record => Assert.DoesNotContain("org_globex", record.Leaf.GetRawText(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Assertion_NamesTheOrganizationWhereTheRouteAsksForIt()
    {
        foreach (var (user, organization) in ((string, string)[])[("agent@acme", "org_acme"), ("agent@globex", "org_globex")])
        {
            Assert.Equal(ReferenceOf(organization), await AssertedAsync(user, "known/contacts/1"));
            Assert.Null(await AssertedAsync(user, "crm/contacts/1"));
        }
    }

    private async Task<string?> AssertedAsync(string user, string path)
    {
        using var answer = await World.SendAsync(user, HttpMethod.Get, path);
        Assert.Equal(200, (int)answer.StatusCode);
        var token = await GatewayJwks.VerifyAsync(World, World.Service.Last.Headers["X-Gateway-Assertion"], DemoAssertions.Issuer, DemoAssertions.Audience);
        return token.TryGetPayloadValue<string>("organization", out var organization) ? organization : null;
    }

    private string ReferenceOf(string organization) => new OrganizationBinding(World.Issuer.AbsoluteUri, organization).Reference.Value;
}
