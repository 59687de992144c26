using TenantGateway.Faults.Replicas.Load;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Changes;

/// <summary>A change that is made at one replica, or beside it, and that all replicas have to go by.</summary>
internal abstract class Change
{
    public abstract string Name { get; }

    /// <summary>Whether it reaches replicas through files that each looks at in an interval of its own, not through the state.</summary>
    public virtual bool IsOfFiles => false;

    /// <summary>Makes it and tells how long after its acknowledgement the last replica went by it.</summary>
    public abstract Task<TimeSpan> MakeAsync(BalancedWorld world, CancellationToken cancellationToken);

    /// <summary>Whether it is meant that this is refused.</summary>
    public virtual bool Refuses(Exchange exchange) => false;

    /// <summary>Runs <c>tgw</c> at the first replica.</summary>
    protected static Task DoAsync(BalancedWorld world, params string[] args) => world.DeskAt(world.Replicas[0]).DoAsync([.. args, "--reason", "proof"]);

    protected static async Task<string> PrimaryAsync(BalancedWorld world, string line) =>
        (await world.Gateway.Desk.KeysAsync("acme", line)).Single(generation => generation.State == "primary").KeyId;
}
