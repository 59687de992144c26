using System.Net;
using System.Text.Json.Nodes;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Quotas;

/// <summary>Quotas that an admin gives a tenant while it is served.</summary>
public sealed class DefinedQuotaTests
{
    [Fact]
    public async Task QuotaOfADefinition_HoldsAtOnce_ForItsTenantAlone_AndGoesBackToTheSettings()
    {
        await using var quotas = await QuotaWorld.StartAsync([("Tenants:acme:Burst", "1000")]);
        Assert.Equal(200, (await quotas.GetAsync("agent@acme")).Status);

        await ReplaceAsync(quotas.World, definition => definition["quotas"] = new JsonObject { ["requestsPerSecond"] = 0.5, ["burst"] = 2 });

        Assert.Equal(["200", "200", "429"], await AskAsync(quotas, 3));
        Assert.Equal(200, (await quotas.GetAsync("agent@globex")).Status);

        await ReplaceAsync(quotas.World, definition => definition["quotas"] = new JsonObject { ["burst"] = 5, ["requestsPerSecond"] = 0.5 });
        Assert.Equal(["200", "200", "200", "200", "200", "429"], await AskAsync(quotas, 6));

        await ReplaceAsync(quotas.World, definition => definition.Remove("quotas"));
        Assert.Equal(["200", "200", "200"], await AskAsync(quotas, 3));
    }

    private static async Task<string[]> AskAsync(QuotaWorld quotas, int times)
    {
        var statuses = new List<string>();
        for (var i = 0; i < times; i++) statuses.Add($"{(await quotas.GetAsync("agent@acme")).Status}");
        return [.. statuses];
    }

    private static async Task ReplaceAsync(GatewayWorld world, Action<JsonObject> change)
    {
        const string Path = "admin/tenants/acme/definition";
        var token = await world.TokenAsync("admin@operator");
        using var read = LoopbackClient.Request(HttpMethod.Get, Path).With("Authorization", $"Bearer {token}");
        using var answer = await world.Admin.SendAsync(read);
        var definition = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject(); // an answer of 200 is one
        change(definition);
        using var write = LoopbackClient.Request(HttpMethod.Put, Path, definition.ToJsonString())
            .With("Authorization", $"Bearer {token}").With("X-Reason", "test").With("If-Match", answer.Headers.ETag?.ToString() ?? "");
        using var done = await world.Admin.SendAsync(write);
        Assert.Equal((HttpStatusCode.OK, ""), (done.StatusCode, done.IsSuccessStatusCode ? "" : await done.Content.ReadAsStringAsync()));
    }
}
