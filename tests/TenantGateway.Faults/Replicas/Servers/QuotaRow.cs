using System.Diagnostics;
using TenantGateway.Faults.Replicas.Load;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Servers;

/// <summary>A tenant floods all replicas at once.</summary>
internal sealed class QuotaRow(ReplicaStage stage) : ReplicaRow(stage)
{
    private const string Tenant = "globex";
    private const int PerSecond = 40;
    private const int Burst = 40;
    private const double Tolerance = 1.05;

    // More than it may have by far, and little enough for the machine.
    private const int Callers = 12;

    public override string Name => "a tenant floods all replicas";

    public override string Promise => Text($"over all of them it gets what it may have ({PerSecond}/s and {Burst} at once) and 5 % at most; without Redis no more; others: 0 failed");

    protected override async Task<Observation> PlayAsync(BalancedWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        await LimitAsync(world, Text($"{PerSecond}"), Text($"{Burst}"));
        var seconds = context.Short ? 4 : 15;
        await using var others = await ReplicaTraffic.StartAsync(world, cancellationToken, "acme");
        // Until the quota is full everywhere.
        await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
        var shared = await FloodAsync(world, seconds, cancellationToken);
        await world.Servers.Redis.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken);
        var alone = await FloodAsync(world, seconds, cancellationToken);
        return (await others.EndAsync()).And(
            shared.Share <= Tolerance && alone.Share <= Tolerance && shared.Admitted > 0 && alone.Admitted > 0,
            Text($"{shared.Admitted} of {shared.Asked} admitted in {seconds} s, {100 * shared.Share:0} % of what it may have; without Redis {alone.Admitted} of {alone.Asked}, {100 * alone.Share:0} %"));
    }

    protected override async Task MendAsync(BalancedWorld world, CancellationToken cancellationToken)
    {
        await world.Servers.Redis.StartAgainAsync();
        await LimitAsync(world, "default", "default");
        await base.MendAsync(world, cancellationToken);
    }

    private static Task LimitAsync(BalancedWorld world, string rate, string burst) =>
        world.Desk.DoAsync("tenants", "update", Tenant, "--requests-per-second", rate, "--burst", burst, "--reason", "what the contract says");

    private static async Task<(int Admitted, int Asked, double Share)> FloodAsync(BalancedWorld world, int seconds, CancellationToken cancellationToken)
    {
        var flood = await QuotaFlood.StartAsync(world, Tenant, Callers);
        var clock = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromSeconds(seconds), cancellationToken);
        var (admitted, asked) = await flood.EndAsync();
        return (admitted, asked, admitted / (Burst + (PerSecond * clock.Elapsed.TotalSeconds)));
    }
}
