using TenantGateway.Faults.Keys.World;
using TenantGateway.Faults.Replicas.World;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Replicas.Kills;

/// <summary>A new data generation, up to the moment in which it is pending.</summary>
internal sealed class KilledRotation : KilledDeed
{
    public override string Name => "rotate";

    public override string Event => "key.data_rotated";

    public override IReadOnlyList<KillPoint> Points =>
    [
        new("before the intent is on record", Trap.At(Event)),
        new("before the new key is wrapped", Trap.InVault("/wrapkey$")),
        new("before it is unwrapped and compared", Trap.InVault("/unwrapkey$")),
        new("before the pending record is signed", Trap.InVault("/sign$")),
        new("after it is signed", Trap.InVault("/sign$", done: true)),
        new("before the pending record is written", Trap.At(Trap.Generation)),
        new("before it is committed", Trap.AtCommit(Trap.Generation, done: false)),
        new("after it is committed", Trap.AtCommit(Trap.Generation, done: true)),
        new("before the result is on record", Trap.At(Event, skip: 1)),
    ];

    public override async Task<int> CountAsync(BalancedWorld world) => (await GenerationsAsync(world)).Count;

    public override async Task<bool> IsOverAsync(BalancedWorld world) => (await GenerationsAsync(world)).All(generation => generation.State != "pending");

    public override Task BeginAsync(BalancedWorld world, GatewayProcess replica) => world.DeskAt(replica).TryAsync(OperatorDesk.Requester, "keys", "rotate", "acme", "--reason", "proof");

    internal static Task<List<KeyGeneration>> GenerationsAsync(BalancedWorld world) => world.Desk.KeysAsync("acme", "data");
}
