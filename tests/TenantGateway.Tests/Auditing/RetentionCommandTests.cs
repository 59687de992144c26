using TenantGateway.Core.Audit.Retention;
using TenantGateway.Tests.Termination;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Auditing;

/// <summary>Periods and holds as the operator's staff handles them with <c>tgw</c>, over the admin plane.</summary>
public sealed class RetentionCommandTests : IAsyncLifetime
{
    private TerminationWorld? _world;

    private TerminationWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _world = await TerminationWorld.StartAsync();

    public async Task DisposeAsync()
    {
        if (_world is not null) await _world.DisposeAsync();
    }

    [Fact]
    public async Task Hold_IsSetByOneAndLiftedByTwo()
    {
        Assert.Contains("role_missing", (await World.TgwAsync("reviewer@operator", "audit", "hold", "set", "acme", "--reason", "court order")).Error, StringComparison.Ordinal);
        Assert.Contains("unknown_tenant", (await World.TgwAsync("admin@operator", "audit", "hold", "set", "nobody", "--reason", "court order")).Error, StringComparison.Ordinal);
        Assert.Empty(await HoldsAsync());
        await World.DoneAsync("admin@operator", "audit", "hold", "set", "acme", "--reason", "court order");
        Assert.Equal(["acme"], await HoldsAsync());
        // Once more changes nothing.
        await World.DoneAsync("admin@operator", "audit", "hold", "set", "acme", "--reason", "court order");
        Assert.Equal(["intent", "ok", "intent", "unchanged"], await World.TrailAsync("audit.held"));

        await DecideAsync("audit", "hold", "lift", "acme", "--reason", "it is closed");
        Assert.Empty(await HoldsAsync());
        Assert.Equal(["ok"], await World.TrailAsync("audit.released"));
        Assert.Contains("tenant_state_conflict", (await World.TgwAsync("admin@operator", "audit", "hold", "lift", "acme", "--reason", "again")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Period_IsSetByTwoWithinTheBounds()
    {
        var shown = await World.DoneAsync("reviewer@operator", "audit", "retention", "show");
        Assert.Equal((1096, 366, 0), (shown.GetProperty("recordDays").GetInt32(), shown.GetProperty("detailDays").GetInt32(), shown.GetProperty("tenants").GetArrayLength()));
        foreach (var (days, details) in ((string, string)[])[("89", "30"), ("4000", "30"), ("400", "401")])
        {
            var refused = await World.TgwAsync("admin@operator", "audit", "retention", "set", "acme", "--days", days, "--detail-days", details, "--reason", "contract");
            Assert.Contains("invalid_definition", refused.Error, StringComparison.Ordinal);
        }

        await DecideAsync("audit", "retention", "set", "acme", "--days", "400", "--detail-days", "90", "--reason", "contract");
        var own = (await World.DoneAsync("reviewer@operator", "audit", "retention", "show")).GetProperty("tenants")[0];
        Assert.Equal(("acme", 400, 90), (own.GetProperty("tenant").GetString(), own.GetProperty("recordDays").GetInt32(), own.GetProperty("detailDays").GetInt32()));
        Assert.Equal(["ok"], await World.TrailAsync("audit.retention_changed"));
        Assert.Equal(400, Assert.Single((await World.Get<IAuditRetention>().ReadAsync(default)).Periods).RecordDays);
    }

    private async Task<string[]> HoldsAsync() => [.. (await World.DoneAsync("reviewer@operator", "audit", "hold", "list")).EnumerateArray().Select(hold => hold.GetProperty("tenant").GetString() ?? "")];

    /// <summary>One requests, which does nothing by itself, and cannot approve; another does.</summary>
    private async Task DecideAsync(params string[] request)
    {
        var requested = await World.DoneAsync("admin@operator", request);
        var (id, hash) = (requested.GetProperty("id").GetString() ?? "", requested.GetProperty("hash").GetString() ?? "");
        Assert.Contains("self_approval", (await World.TgwAsync("admin@operator", "operations", "approve", id, "--hash", hash, "--reason", "mine")).Error, StringComparison.Ordinal);
        await World.DoneAsync("approver@operator", "operations", "approve", id, "--hash", hash, "--reason", "checked");
        await Eventually.IsTrueAsync(async () => (await World.DoneAsync("reviewer@operator", "operations", "show", id)).GetProperty("state").GetString() == "done");
    }
}
