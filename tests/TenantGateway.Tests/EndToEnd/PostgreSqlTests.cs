using System.Text.Json;
using TenantGateway.Core.Keys;
using TenantGateway.Tests.Storage.PostgreSql;
using TenantGateway.Tests.Termination;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.EndToEnd;

/// <summary>The whole gateway with its state on a PostgreSQL server, as its callers and admins see it.</summary>
public sealed class PostgreSqlTests
{
    [PostgresFact]
    public async Task TokenOutlivesRotationAndRestart()
    {
        await using var storage = await PostgreSqlStorage.CreateAsync();
        var state = storage.Directory["demo"];
        int port;
        string before, after;
        await using (var world = await TerminationWorld.StartAsync(state, storage: storage))
        {
            port = world.Gateway.Issuer.Port;
            before = await world.WriteAsync("agent@acme", "Grace Hopper");
            await world.DoneAsync("admin@operator", "keys", "rotate", "acme", "--reason", "every March");
            after = await world.WriteAsync("agent@acme", "Grace Hopper");
        }

        await using var restarted = await TerminationWorld.StartAsync(state, port, storage: storage);
        foreach (var token in (string[])[before, after]) Assert.Equal("Grace Hopper", await NameAsync(restarted, "agent@acme", token));
        Assert.NotEqual("Grace Hopper", await NameAsync(restarted, "agent@globex", before));
        Assert.Contains(await restarted.Gateway.AuditAsync("acme"), record => record["event"] == "data.revealed");
        Assert.False(Directory.Exists(Path.Combine(state, "gateway")), "There is no second state beside the server's.");
    }

    [PostgresFact]
    public async Task TerminatedTenant_EndsAndStaysDead()
    {
        await using var storage = await PostgreSqlStorage.CreateAsync();
        await using var world = await TerminationWorld.StartAsync(storage: storage);
        var token = await world.WriteAsync("agent@acme", "Grace Hopper");

        await world.TerminateAsync("acme");
        await Eventually.IsTrueAsync(async () => (await world.ReadAsync("agent@acme", token)).Reason == "tenant_suspended");
        Assert.Equal("done", (await world.OperateAsync("tenant.recover", "acme")).GetProperty("state").GetString());
        await Eventually.IsTrueAsync(async () => (await world.ReadAsync("agent@acme", token)).Status == 200);
        await world.TerminateAsync("acme");
        await world.PassDaysAsync(31);

        await Eventually.IsTrueAsync(async () =>
        {
            await world.PassAsync(TimeSpan.FromMinutes(3));
            return (await world.LifeAsync("acme")) is { Phase: "destroyed", Certificate: "final" };
        });
        Assert.Equal("unknown_organization", (await world.ReadAsync("agent@acme", token)).Reason);
        // What the records are read with is kept as long as they are, under a key that is no longer the tenant's.
        Assert.All(await world.StoredGenerationsAsync("acme"), record => Assert.True(record.WrappedKey.IsEmpty || (record.Line == KeyLine.Audit && KekNames.IsOfAudit(record.KekId, record.Tenant))));
        Assert.Equal(200, (await world.ReadAsync("agent@globex", "x")).Status);
    }

    private static async Task<string?> NameAsync(TerminationWorld world, string user, string token) =>
        JsonDocument.Parse((await world.ReadAsync(user, token)).Text).RootElement.GetProperty("name").GetString();
}
