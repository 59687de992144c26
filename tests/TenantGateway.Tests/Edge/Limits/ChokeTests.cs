using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Tests.Keys;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge.Limits;

/// <summary>Attacks by the usual tools, with the limits as they are by default: others are answered all the while.</summary>
public sealed class ChokeTests : IAsyncLifetime
{
    private const int Slow = 200;

    private GatewayWorld _world = null!; // Set before every test.

    // One for each: whom an attack got shut out is shut out for the next too.
    public async Task InitializeAsync() => _world = await GatewayWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [SlowCallersTheory]
    [InlineData("-H -i 1 -x 8")]
    [InlineData("-B -i 1 -s 8192")]
    [InlineData("-X -n 1 -z 1 -w 1 -y 2 -k 3")]
    public async Task SlowCallers_LeaveOthersAlone(string attack)
    {
        using var other = new Caller(_world, "127.0.0.3");
        var token = await _world.TokenAsync("agent@acme");
        using var tool = new LoadTool("slowhttptest", $"{attack} -c {Slow} -r {Slow} -l 30 -u {_world.DataPlane}crm/contacts");
        await _world.HasOpenAsync(Slow * 3 / 4);

        for (var i = 0; i < 20; i++) Assert.Equal(200, (await other.AskAsync(token)).Status);

        Assert.True(tool.IsRunning, "The attack was over before the others had been served.");
    }

    [FloodFact]
    public async Task FloodOfStrangers_IsLimitedAndLeavesOthersAlone()
    {
        using var metrics = new MetricReader(_world.Gateway.Services.GetRequiredService<IMeterFactory>());
        using var other = new Caller(_world, "127.0.0.3");
        var token = await _world.TokenAsync("agent@acme");
        using var tool = new LoadTool("h2load", $"-c 10 -m 50 -D 4 {_world.DataPlaneHttp2}crm/contacts");

        await Eventually.IsTrueAsync(async () =>
        {
            Assert.Equal(200, (await other.AskAsync(token)).Status);
            return metrics["tenantgateway.addresses.shut_out"] > 0;
        });

        for (var i = 0; i < 20; i++) Assert.Equal(200, (await other.AskAsync(token)).Status);
        Assert.True(metrics["tenantgateway.refusals/address_limited"] > 0);
    }
}
