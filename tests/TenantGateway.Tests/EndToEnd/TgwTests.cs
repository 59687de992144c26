using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Cli;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.EndToEnd;

public sealed class TgwTests : IAsyncLifetime
{
    private const string Why = "contract 4711 of Marigold Featherstone";

    private GatewayWorld _world = null!; // set before any test

    public async Task InitializeAsync() => _world = await GatewayWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Admin_CreatesATenantOnce()
    {
        var created = await CreateAsync("admin@operator", "Initech");
        Assert.True((created.Exit, created.Error) == (0, ""), created.Error);
        Assert.Contains("Created the tenant initech.", created.Output, StringComparison.Ordinal);

        var again = await CreateAsync("admin@operator", "Initech");
        Assert.Equal(0, again.Exit);
        Assert.Contains("nothing was changed", again.Output, StringComparison.Ordinal);

        var otherwise = await CreateAsync("admin@operator", "Initech of another name");
        Assert.Equal(6, otherwise.Exit);
        Assert.StartsWith("tgw: tenant_conflict:", otherwise.Error, StringComparison.Ordinal);

        var list = await RunAsync("reviewer@operator", "tenants", "list");
        Assert.Equal(0, list.Exit);
        foreach (var shown in (string[])["acme", "globex", "initech", $"{_world.Issuer}=org_initech", "initech.localhost"]) Assert.Contains(shown, list.Output, StringComparison.Ordinal);
        using var elsewhere = await _world.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts", host: "initech.localhost");
        Assert.Equal(403, (int)elsewhere.StatusCode);
        await AssertRecordedAsync();
    }

    [Fact]
    public async Task WithoutReason_NothingIsCreated()
    {
        var ran = await RunAsync("admin@operator", Definition("Initech"));
        using var request = LoopbackClient.Request(HttpMethod.Post, "admin/tenants", "{}").With("Authorization", $"Bearer {await _world.TokenAsync("admin@operator")}");
        var (status, body) = await _world.Admin.ExchangeAsync(request);

        Assert.Equal(2, ran.Exit);
        Assert.Contains("--reason", ran.Error, StringComparison.Ordinal);
        Assert.Equal(400, (int)status);
        Assert.Contains("\"missing_reason\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reviewer@operator", 4, "role_missing")]
    [InlineData("agent@acme", 3, "invalid_token")]
    [InlineData("agent@acme&audience=admin", 4, "unknown_organization")]
    [InlineData("admin@operator&age=1000", 3, "insufficient_user_authentication")]
    public async Task WhoMayNot_IsTold(string user, int exit, string reason)
    {
        var ran = await CreateAsync(user, "Initech");

        Assert.Equal(exit, ran.Exit);
        Assert.StartsWith($"tgw: {reason}:", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("initech", (await RunAsync("admin@operator&age=1000", "tenants", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DemoPolicy_IsValid()
    {
        var ran = await Tgw.RunAsync(null, "policy", "validate", _world.PolicyFile);

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Contains("contacts", ran.Output, StringComparison.Ordinal);
    }

    private async Task AssertRecordedAsync()
    {
        var records = (await _world.AuditAsync("operator")).Where(record => record["event"] == "tenant.created").ToArray();
        Assert.Equal(["intent", "ok", "intent", "unchanged", "intent", "tenant_conflict"], records.Select(record => record["outcome"]));
        using var lease = await _world.Gateway.Services.GetRequiredService<IKeyRings>().LeaseAsync(TenantId.Operator, ReadOnlyMemory<KeyId>.Empty, default);
        foreach (var record in records)
        {
            Assert.Equal("initech", record["subject"]);
            Assert.NotNull(record["actor"]);
            Assert.True(AuditDetailsSeal.TryOpen(lease.Ring.Audit, record.Details, record["details"] ?? "", out var details));
            Assert.Equal(Why, details.Reason);
            Assert.DoesNotContain("Marigold", Encoding.Latin1.GetString(record.Details ?? []), StringComparison.Ordinal);
            Assert.DoesNotContain("Marigold", record.Leaf.GetRawText(), StringComparison.Ordinal);
        }
    }

    private string[] Definition(string name) =>
        ["tenants", "create", "initech", "--name", name, "--organization", $"{_world.Issuer}=org_initech", "--host", "initech.localhost"];

    private Task<Ran> CreateAsync(string user, string name) => RunAsync(user, [.. Definition(name), "--reason", Why]);

    private async Task<Ran> RunAsync(string user, params string[] args) =>
        await Tgw.RunAsync(_world.AdminPlane.AbsoluteUri, await _world.TokenAsync(user), TimeSpan.FromSeconds(30), args);
}
