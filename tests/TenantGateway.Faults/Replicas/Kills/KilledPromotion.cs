using TenantGateway.Faults.Keys.World;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Kills;

/// <summary>The moment in which a pending generation becomes the primary one, whichever replica does it.</summary>
internal sealed class KilledPromotion : KilledDeed
{
    private const string Update = "UPDATE generations";

    private readonly KilledRotation _rotation = new();

    public override string Name => "promotion";

    public override string Event => "key.promoted";

    public override IReadOnlyList<KillPoint> Points =>
    [
        new("before the pending key is unwrapped", Trap.InVault("/unwrapkey$", skip: 1)),
        new("before the intent is on record", Trap.At(Event)),
        new("before the new primary is signed", Trap.InVault("/sign$", skip: 2)),
        new("before both are written", Trap.At(Update)),
        new("between the two", Trap.At(Update, skip: 1)),
        new("before they are committed", Trap.AtCommit(Update, done: false), IsShort: true),
        new("after they are committed", Trap.AtCommit(Update, done: true)),
        new("before the result is on record", Trap.At(Event, skip: 1)),
    ];

    public override Task<int> CountAsync(ReplicaWorld world) => _rotation.CountAsync(world);

    public override Task<bool> IsOverAsync(ReplicaWorld world) => _rotation.IsOverAsync(world);

    public override Task BeginAsync(ReplicaWorld world, GatewayProcess replica) => _rotation.BeginAsync(world, replica);
}
