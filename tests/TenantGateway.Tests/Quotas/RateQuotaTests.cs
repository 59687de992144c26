using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Quotas;

public sealed class RateQuotaTests
{
    private static readonly (string, string)[] SmallForAcme = [("Tenants:acme:RequestsPerSecond", "0.5"), ("Tenants:acme:Burst", "3"), ("Tenants:globex:Burst", "2"), ("Tenants:globex:RequestsPerSecond", "0.5")];

    [Fact]
    public async Task TenantBeyondItsRate_IsToldWhenToComeBackAndThenServed()
    {
        await using var quotas = await QuotaWorld.StartAsync(SmallForAcme);
        for (var i = 0; i < 3; i++) await AssertServedAsync(quotas, "agent@acme");

        var refused = await quotas.GetAsync("agent@acme");
        Assert.Equal((429, "tenant_rate_limited"), (refused.Status, refused.Reason));
        Assert.Equal("2", Header(refused, "Retry-After"));
        Assert.Equal("\"tenant\";q=3;w=6", Header(refused, "RateLimit-Policy"));
        Assert.Equal("\"tenant\";r=0;t=2", Header(refused, "RateLimit"));

        quotas.Time.Advance(TimeSpan.FromMilliseconds(1_990));
        Assert.Equal("1", Header(await quotas.GetAsync("agent@acme"), "Retry-After"));
        quotas.Time.Advance(TimeSpan.FromMilliseconds(10));
        await AssertServedAsync(quotas, "agent@acme");
        Assert.Equal(429, (await quotas.GetAsync("agent@acme")).Status);
        quotas.Time.Advance(TimeSpan.FromMinutes(10));
        for (var i = 0; i < 3; i++) await AssertServedAsync(quotas, "agent@acme");
        Assert.Equal(429, (await quotas.GetAsync("agent@acme")).Status);
        Assert.Equal(7, quotas.World.Service.Received.Count);
    }

    [Fact]
    public async Task Quota_BelongsToTheVerifiedTenantWhateverTheRequestSays()
    {
        await using var quotas = await QuotaWorld.StartAsync(SmallForAcme);
        await AssertServedAsync(quotas, "agent@acme");
        await AssertServedAsync(quotas, "support@acme", "acme.localhost");
        await AssertServedAsync(quotas, "analyst@acme");

        foreach (var (user, host) in new[] { ("agent@acme", "localhost"), ("agent@acme", "acme.localhost"), ("support@acme", "127.0.0.1"), ("analyst@acme", "localhost") })
        {
            Assert.Equal("tenant_rate_limited", (await quotas.GetAsync(user, host)).Reason);
        }

        using var claimed = LoopbackClient.Request(HttpMethod.Get, "crm/contacts").With("Authorization", $"Bearer {await quotas.World.TokenAsync("agent@acme")}").With("X-Tenant-Id", "globex");
        Assert.Equal("tenant_rate_limited", (await Answer.ReadAsync(await quotas.World.Client.SendAsync(claimed))).Reason);

        // The other tenant's host is refused as ever, and costs the other tenant nothing.
        for (var i = 0; i < 5; i++) Assert.Equal("tenant_mismatch", (await quotas.GetAsync("agent@acme", "globex.localhost")).Reason);
        for (var i = 0; i < 2; i++) await AssertServedAsync(quotas, "agent@globex");
        Assert.Equal("tenant_rate_limited", (await quotas.GetAsync("agent@globex")).Reason);
    }

    // Whoever never was this tenant's caller uses up nothing of it.
    [Fact]
    public async Task RefusalsBefore_CostTheTenantNothing()
    {
        await using var quotas = await QuotaWorld.StartAsync(SmallForAcme);
        for (var i = 0; i < 5; i++)
        {
            using var stranger = await quotas.World.SendAsync(null, HttpMethod.Get, "crm/contacts", host: "acme.localhost");
            Assert.Equal(401, (int)stranger.StatusCode);
            Assert.Equal("tenant_mismatch", (await quotas.GetAsync("agent@globex", "acme.localhost")).Reason);
        }

        for (var i = 0; i < 3; i++) await AssertServedAsync(quotas, "agent@acme");
    }

    [Fact]
    public async Task ManyRefusals_AreOneRecordAndOneLineOfTheLog()
    {
        const int Flood = 200;
        using var state = new TemporaryDirectory();
        await using (var quotas = await QuotaWorld.StartAsync(SmallForAcme, state.Path))
        {
            for (var i = 0; i < 3; i++) await AssertServedAsync(quotas, "agent@acme");
            var token = await quotas.World.TokenAsync("agent@acme");
            await Parallel.ForAsync(0, Flood, async (_, cancellationToken) =>
            {
                using var request = LoopbackClient.Request(HttpMethod.Get, "crm/contacts").With("Authorization", $"Bearer {token}");
                using var response = await quotas.World.Client.SendAsync(request, cancellationToken);
                Assert.Equal(429, (int)response.StatusCode);
            });
            Assert.Contains("Tenant acme is beyond its quota (tenant_rate_limited)", Assert.Single(quotas.Log.Lines, line => line.Contains(" 3500: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        }

        var directory = Path.Combine(state.Path, "gateway");
        var counted = Assert.Single(await AuditRecords.ReadAsync(directory, "operator"), record => record["event"] == "access.anonymous_refusals");
        Assert.Equal(("tenant_rate_limited", (long)Flood), (counted["outcome"], counted.Leaf.GetProperty("count").GetInt64()));
        Assert.DoesNotContain(await AuditRecords.ReadAsync(directory, "acme"), record => record["outcome"] == "tenant_rate_limited");
    }

    private static async Task AssertServedAsync(QuotaWorld quotas, string user, string host = "localhost")
    {
        var answer = await quotas.GetAsync(user, host);
        Assert.True(answer.Status == 200, answer.Text);
        Assert.False(answer.Headers.Contains("RateLimit"));
    }

    private static string Header(Answer answer, string name) => Assert.Single(answer.Headers.GetValues(name));
}
