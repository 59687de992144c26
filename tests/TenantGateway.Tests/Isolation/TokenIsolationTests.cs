using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TenantGateway.Tests.Protection;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Isolation;

public sealed class TokenIsolationTests(ProtectedTraffic traffic) : TrafficTests(traffic)
{
    private const string Contact = """{"email":"ada@example.org","name":"Ada"}""";

    [Fact]
    public async Task SameEmail_HasAnotherTokenInEachTenant()
    {
        var acme = await Traffic.StoreMemberAsync(Contact, "email");
        var again = await Traffic.StoreMemberAsync(Contact, "email");
        var globex = await Traffic.StoreMemberAsync(Contact, "email", "agent@globex");

        Assert.Equal(acme, again);
        Assert.NotEqual(acme, globex);
        Assert.NotEqual(acme[4..10], globex[4..10]);
    }

    [Fact]
    public async Task TokenOfAnotherTenant_IsNeverRevealedAndRaisesAnEvent()
    {
        var foreign = await Traffic.StoreAsync(Contact, "agent@globex");
        var own = await Traffic.StoreMemberAsync(Contact, "name");
        var log = new LogRecorder();
        Traffic.World.Gateway.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var before = (await Traffic.World.AuditAsync("acme")).Count;
        var globexBefore = (await Traffic.World.AuditAsync("globex")).Count;

        JsonNode? read = null;
        var counted = await Traffic.CountAsync("tenantgateway.tokens.foreign", async () => read = await Traffic.ReadAsync("agent@acme", $$"""{"items":[{{foreign}},{"name":"{{own}}"}]}"""));

        Assert.Equal(JsonNode.Parse(foreign)!.ToJsonString(), read!["items"]![0]!.ToJsonString());
        Assert.Equal("Ada", read["items"]![1]!["name"]!.ToString());
        Assert.Equal(2, counted);
        var records = (await Traffic.World.AuditAsync("acme")).Skip(before).ToArray();
        Assert.Equal(["data.foreign_token", "data.revealed"], records.Select(record => record["event"]));
        Assert.Equal("crm", records[0]["route"]);
        Assert.Equal(globexBefore, (await Traffic.World.AuditAsync("globex")).Count);
        Assert.Contains(log.Lines, line => line.Contains("foreign_token", StringComparison.Ordinal) && line.Contains("2 stored tokens", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("pn1.", StringComparison.Ordinal) || line.Contains("Ada", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HandleOfAnotherTenant_IsRefusedAndOnRecordAsASecurityAlert()
    {
        var stored = await Traffic.StoreAsync(Contact, "agent@globex");
        var handle = (await Traffic.ReadAsync("analyst@acme", Contact))["email"]!.ToString();
        Assert.NotEqual(stored, handle);
        Traffic.Service.Reset();

        Traffic.AssertRefused(await Traffic.SendAsync("agent@globex", HttpMethod.Post, "crm/contacts", $$"""{"email":"{{handle}}"}"""), 400, "invalid_handle");

        var last = (await Traffic.World.AuditAsync("globex"))[^1];
        Assert.Equal(("access.security_alert", "invalid_handle"), (last["event"], last["outcome"]));
    }
}
