using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Tests.Keys;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Durability;

public sealed class AuditOutageTests
{
    [Fact]
    public async Task TrailCannotBeWritten_RevealsAndDenialsAreRefusedAndTheRestGoesOn()
    {
        await using var troubled = await TroubledWorld.StartAsync();
        troubled.Store.FailsBefore = true;

        await OutageAsync(troubled);
        AssertUnavailable(await troubled.GetAsync("agent@globex", "acme.localhost"));
        Assert.Contains("\"degraded\"", await troubled.World.Admin.GetStringAsync("healthz/ready"), StringComparison.Ordinal);

        troubled.Store.FailsBefore = false;
        await RecoverAsync(troubled);
    }

    [Fact]
    public async Task TrailDoesNotAnswer_RevealsAreRefusedInTimeAndTheRestGoesOn()
    {
        await using var troubled = await TroubledWorld.StartAsync();
        using var metrics = new MetricReader(troubled.World.Gateway.Services.GetRequiredService<IMeterFactory>());
        troubled.Hold();

        var watch = Stopwatch.StartNew();
        await OutageAsync(troubled);
        Assert.InRange(watch.Elapsed.TotalSeconds, 1, 10);
        // The caller waited once, for the record, and not again for that of the refusal.
        Assert.Equal(1, metrics["tenantgateway.audit.entries.failed"]);

        troubled.Release();
        await RecoverAsync(troubled);
    }

    [TmpfsFact]
    public async Task DiskOfTheTrailIsFull_RevealsAreRefusedAndTheRestGoesOn()
    {
        await using var disk = await SmallDisk.MountAsync();
        await using var world = await GatewayWorld.StartAsync(new Dictionary<string, string?> { ["Gateway:Storage:Directory"] = Path.Combine(disk.Path, "gateway") });
        using (await world.SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", TroubledWorld.Contact)) world.Service.AnswerJson(world.Service.Last.Text);

        disk.Fill();
        // The log may have room left for some records in the pages that it holds.
        await Eventually.IsTrueAsync(async () => await StatusAsync(world, "agent@acme") == 503);
        Assert.Equal(200, await StatusAsync(world, "analyst@acme"));

        disk.Free();
        Assert.Equal(200, await StatusAsync(world, "agent@acme"));
        Assert.NotEmpty(await AuditRecords.ReadAsync(Path.Combine(disk.Path, "gateway"), "acme"));
    }

    private static async Task OutageAsync(TroubledWorld troubled)
    {
        AssertUnavailable(await troubled.GetAsync("agent@acme"));
        var handles = await troubled.GetAsync("analyst@acme");
        Assert.Equal(200, handles.Status);
        Assert.Contains("hn1.", handles.Body, StringComparison.Ordinal);
    }

    private static async Task RecoverAsync(TroubledWorld troubled)
    {
        Assert.Equal((200, TroubledWorld.Contact), await troubled.GetAsync("agent@acme"));
        await Eventually.IsTrueAsync(async () => !(await troubled.World.Admin.GetStringAsync("healthz/ready")).Contains("\"degraded\"", StringComparison.Ordinal));
        await troubled.World.AuditAsync("acme");
    }

    private static void AssertUnavailable((int Status, string Body) answer)
    {
        Assert.Equal(503, answer.Status);
        Assert.Contains("\"audit_unavailable\"", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.com", answer.Body, StringComparison.Ordinal);
    }

    private static async Task<int> StatusAsync(GatewayWorld world, string user)
    {
        using var response = await world.SendAsync(user, HttpMethod.Get, "crm/contacts/c_1");
        return (int)response.StatusCode;
    }
}
