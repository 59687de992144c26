using System.Diagnostics;
using TenantGateway.Faults.Keys.World;
using TenantGateway.KeyVault;

namespace TenantGateway.Faults.Keys.Revocation;

/// <summary>Nothing is done: how often the vault is asked.</summary>
internal sealed class SteadyRow(KeyStage stage, KeyWorldPlan plan) : KeyRow(stage, plan)
{
    /// <summary>Probes come earlier than the interval by up to a fifth, and by what it takes to notice.</summary>
    private const double Earliest = 0.7;

    /// <summary>Of two processes that may sign, one comes up to a tenth of the interval earlier than the other one's last.</summary>
    private const double EarliestSignature = 0.9;

    private const int RequestsACall = 10;

    public override string Name => "nothing, under load";

    public override string Promise => "the vault is asked by probes, and to sign the log as often as its interval says: 0 calls a request";

    protected override async Task<Observation> PlayAsync(KeyWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        await using var load = await MemberLoad.StartAsync(world, "agent@acme", cancellationToken);
        await using var other = await MemberLoad.StartAsync(world, "agent@globex", cancellationToken);
        var (before, requests) = (world.Vault.Requests.All.Count, Requests());
        var (watch, seconds) = (Stopwatch.StartNew(), context.Short ? 5 : 45);

        // As long as a busy machine takes to answer many times what may be asked.
        await Until.TrueAsync(() => watch.Elapsed.TotalSeconds >= seconds && Requests() - requests > RequestsACall * MostProbes(seconds), cancellationToken);
        var calls = world.Vault.Requests.All.Skip(before).ToList();
        var answered = Requests() - requests;
        var most = MostProbes(watch.Elapsed.TotalSeconds);
        var probes = calls.Count(IsUnwrap);
        var signatures = calls.Count(IsSignature);
        var mostSignatures = 1 + (int)(watch.Elapsed.TotalSeconds / (KeyPlans.CheckpointSeconds * EarliestSignature));
        var others = calls.Where(call => !IsUnwrap(call) && !IsSignature(call)).Select(call => $"{call.Method} {call.Path}").ToList();
        await other.Traffic.EndAsync();
        return await load.EndAsync(
            others.Count == 0 && probes > 0 && probes <= most && signatures <= mostSignatures && answered > RequestsACall * calls.Count && other.Traffic.IsWhole,
            Text($"{answered} in {watch.Elapsed.TotalSeconds:0} s and {calls.Count} vault calls: {probes} probes (at most {most}), {signatures} signatures (at most {mostSignatures}) and {others.Count} others {string.Join(", ", others)}").TrimEnd());

        int Requests() => load.Traffic.Requests + other.Traffic.Requests;

        // Each process holds what some key version wraps, and asks for each of these.
        int MostProbes(double seconds) =>
            world.Processes.Count * world.Vault.Requests.All.Where(IsUnwrap).Select(call => call.Path).Distinct().Count() * (1 + (int)(seconds / (KeyPlans.ProbeSeconds(context) * Earliest)));
    }

    private static bool IsUnwrap(LoggedRequest request) => request.Path.EndsWith("/unwrapkey", StringComparison.OrdinalIgnoreCase);

    private static bool IsSignature(LoggedRequest request) => request.Path.EndsWith("/sign", StringComparison.OrdinalIgnoreCase);
}
