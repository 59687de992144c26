using Dapper;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Durability;
using TenantGateway.Tests.Identity;
using TenantGateway.Tests.Protection;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.Telemetry;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>A dependency that fails is told by its name, is no reason to take the process out of service, and is told no more once it is mended.</summary>
public sealed class HealthOfDependenciesTests
{
    [Fact]
    public async Task KeyServiceThatFails_IsTold()
    {
        // A probe that meets the outage is made again soon after it.
        await using var faulty = await FaultyWorld.StartAsync(settings: new Dictionary<string, string?> { ["Gateway:Keys:ProbeSeconds"] = "3" });
        await faulty.ResetAsync();
        await HealthProbe.TroubledAsync(faulty.World);
        faulty.World.Service.AnswerJson($$"""{"name":"{{await faulty.TokenOfAnOlderGenerationAsync("name", "Ada")}}"}""");

        faulty.Keys.Broken = true;
        Assert.Equal("key_service_unavailable", (await faulty.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1")).Reason);
        var seen = await HealthProbe.TroubledAsync(faulty.World, said => said.Checks["keys"]?["failure"]?.ToString() == "unavailable", "keys");
        Assert.NotNull(seen.Checks["keys"]?["lastUnwrap"]);
        Assert.Equal(1, (await Scrape.ReadAsync(faulty.World.Admin)).Sum("tenantgateway_health_troubled", "check=\"keys\""));

        faulty.Keys.Broken = false;
        Assert.Equal(200, (await faulty.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1")).Status);
        await HealthProbe.TroubledAsync(faulty.World);
        Assert.Equal(0, (await Scrape.ReadAsync(faulty.World.Admin)).Sum("tenantgateway_health_troubled"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AuditTrailThatCannotBeWritten_IsTold(bool fails)
    {
        await using var troubled = await TroubledWorld.StartAsync();
        await HealthProbe.TroubledAsync(troubled.World);

        if (fails) troubled.Store.FailsBefore = true;
        else troubled.Hold();
        Assert.Equal(503, (await troubled.GetAsync("agent@acme")).Status);
        await HealthProbe.TroubledAsync(troubled.World, "audit");

        troubled.Store.FailsBefore = false;
        troubled.Release();
        Assert.Equal(200, (await troubled.GetAsync("agent@acme")).Status);
        await HealthProbe.TroubledAsync(troubled.World);
    }

    [Fact]
    public async Task TenantsThatCannotBeRead_AreTold()
    {
        await using var world = await GatewayWorld.StartAsync();
        var directory = world.Gateway.Services.GetRequiredService<ITenantDirectory>();

        await RenameAsync(world, "tenant_hosts", "hidden");
        await Assert.ThrowsAnyAsync<Exception>(async () => await directory.ReloadAsync(CancellationToken.None));
        await HealthProbe.TroubledAsync(world, "tenants");

        await RenameAsync(world, "hidden", "tenant_hosts");
        await directory.ReloadAsync(CancellationToken.None);
        var seen = await HealthProbe.TroubledAsync(world);
        Assert.Equal("2", seen.Checks["tenants"]?["count"]?.ToString());
    }

    [Fact]
    public async Task DatabaseThatDoesNotAnswer_IsTold()
    {
        await using var world = await GatewayWorld.StartAsync();

        await RenameAsync(world, "tenants", "hidden");
        await HealthProbe.TroubledAsync(world, "storage");

        await RenameAsync(world, "hidden", "tenants");
        await HealthProbe.TroubledAsync(world);
    }

    [Fact]
    public async Task PoliciesThatAreNotInForce_AreTold()
    {
        await using var world = await GatewayWorld.StartAsync();
        var policy = await File.ReadAllTextAsync(world.PolicyFile);

        await File.WriteAllTextAsync(world.PolicyFile, "{");
        await HealthProbe.TroubledAsync(world, said => !string.IsNullOrEmpty(said.Checks["policies"]?["version"]?.ToString()), "policies");

        await File.WriteAllTextAsync(world.PolicyFile, policy);
        await HealthProbe.TroubledAsync(world);
    }

    [Fact]
    public async Task IssuerWhoseKeysCannotBeHad_IsTold()
    {
        await using var issuer = await TestIssuer.StartAsync(TestKey.Third);
        await using var world = await GatewayWorld.StartAsync(new Dictionary<string, string?>
        {
            ["Gateway:Issuers:1:Issuer"] = issuer.Name,
            ["Gateway:Issuers:1:DataAudience"] = TestIssuer.DataAudience,
        });
        await HealthProbe.TroubledAsync(world);

        issuer.IsDown = true;
        Assert.Equal("identity_provider_unavailable", await ReasonAsync(world, issuer));
        await HealthProbe.TroubledAsync(world, said => said.Checks["issuers"]?["issuers"]?[issuer.Name]?["keys"]?.ToString() == "0", "issuers");

        issuer.IsDown = false;
        await Eventually.IsTrueAsync(async () => await ReasonAsync(world, issuer) == "unknown_organization");
        await HealthProbe.TroubledAsync(world);
    }

    private static async Task RenameAsync(GatewayWorld world, string table, string name)
    {
        await using var connection = TestDatabase.Stranger(Path.Combine(world.StateDirectory, "gateway"));
        await connection.ExecuteAsync($"ALTER TABLE {table} RENAME TO {name}");
    }

    private static async Task<string?> ReasonAsync(GatewayWorld world, TestIssuer issuer)
    {
        using var request = LoopbackClient.Request(HttpMethod.Get, "crm/contacts").With("Authorization", $"Bearer {issuer.Draft(TimeProvider.System.GetUtcNow()).Sign()}");
        return (await World.Answer.ReadAsync(await world.Client.SendAsync(request))).Reason;
    }
}
