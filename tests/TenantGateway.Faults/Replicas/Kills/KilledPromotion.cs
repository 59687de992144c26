using TenantGateway.Faults.Replicas.World;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Replicas.Kills;

/// <summary>The moment in which a pending generation becomes the primary one, whichever replica does it.</summary>
internal sealed class KilledPromotion : KilledDeed
{
    private readonly KilledRotation _rotation = new();

    public override string Name => "promotion";

    public override string Event => "key.promoted";

    public override IReadOnlyList<KillPoint> Points =>
    [
        new("before the pending key is unwrapped", Trap.InVault("/unwrapkey$", skip: 1)),
        new("before the intent is on record", Trap.At(Event)),
        new("before the new primary is signed", Trap.InVault("/sign$", skip: 2)),
        new("before both are written", Trap.At(Trap.Generation)),
        new("between the two", Trap.At(Trap.Generation, skip: 1)),
        new("before they are committed", Trap.AtCommit(Trap.Generation, done: false), IsShort: true),
        new("after they are committed", Trap.AtCommit(Trap.Generation, done: true)),
        new("before the result is on record", Trap.At(Event, skip: 1)),
    ];

    public override Task<int> CountAsync(BalancedWorld world) => _rotation.CountAsync(world);

    public override Task<bool> IsOverAsync(BalancedWorld world) => _rotation.IsOverAsync(world);

    public override Task BeginAsync(BalancedWorld world, GatewayProcess replica) => _rotation.BeginAsync(world, replica);
}
