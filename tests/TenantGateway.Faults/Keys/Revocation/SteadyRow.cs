using System.Diagnostics;
using TenantGateway.Faults.Keys.World;
using TenantGateway.KeyVault;

namespace TenantGateway.Faults.Keys.Revocation;

/// <summary>Nothing is done: how often the vault is asked.</summary>
internal sealed class SteadyRow(KeyStage stage, KeyWorldPlan plan) : KeyRow(stage, plan)
{
    /// <summary>Probes come earlier than the interval by up to a fifth, and by what it takes to notice.</summary>
    private const double Earliest = 0.7;

    public override string Name => "nothing, under load";

    public override string Promise => "the vault is asked by probes only: 0 calls a request";

    protected override async Task<Observation> PlayAsync(KeyWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        await using var load = await MemberLoad.StartAsync(world, "agent@acme", cancellationToken);
        await using var other = await MemberLoad.StartAsync(world, "agent@globex", cancellationToken);
        var (before, requests) = (world.Vault.Requests.All.Count, load.Traffic.Requests + other.Traffic.Requests);
        var watch = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromSeconds(context.Short ? 5 : 45), cancellationToken);
        var calls = world.Vault.Requests.All.Skip(before).ToList();
        var answered = load.Traffic.Requests + other.Traffic.Requests - requests;

        // Each process holds what some key version wraps, and asks for each of these.
        var versions = world.Vault.Requests.All.Where(IsUnwrap).Select(call => call.Path).Distinct().Count();
        var most = world.Processes.Count * versions * (1 + (int)(watch.Elapsed.TotalSeconds / (KeyPlans.ProbeSeconds(context) * Earliest)));
        var probes = calls.Count(IsUnwrap);
        await other.Traffic.EndAsync();
        return await load.EndAsync(
            calls.Count == probes && probes > 0 && probes <= most && answered > 10 * most && other.Traffic.IsWhole,
            Text($"{answered} in {watch.Elapsed.TotalSeconds:0} s and {calls.Count} vault calls: {probes} probes (at most {most}) and {calls.Count - probes} others"));
    }

    private static bool IsUnwrap(LoggedRequest request) => request.Path.EndsWith("/unwrapkey", StringComparison.OrdinalIgnoreCase);
}
