using TenantGateway.Faults.Attacks;
using TenantGateway.Faults.Load;
using TenantGateway.Faults.World;

namespace TenantGateway.Faults.Faults;

/// <summary>An attack that others should not notice.</summary>
internal sealed class CrowdFault(string name, IAttack attack) : IFault
{
    public string Name => name;

    public string Promise => "others' p99 rises by 20 % at most, no error";

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        if (attack.Lacks is { } tool) return new Observation(Verdict.Skipped, $"{tool} is not here");
        await using var world = await FaultWorld.StartAsync(cancellationToken);
        return await Crowd.CompareAsync(world, attack, context, cancellationToken);
    }
}
