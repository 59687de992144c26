using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Changes;

/// <summary>The key-encryption key of acme gets a new version. Nobody notices; whether replicas know it, their next probe tells.</summary>
internal sealed class KekChange : Change
{
    public override string Name => "rotate-kek";

    public override async Task<TimeSpan> MakeAsync(BalancedWorld world, CancellationToken cancellationToken)
    {
        await DoAsync(world, "keys", "rotate-kek", "acme");
        return TimeSpan.Zero;
    }
}
