using TenantGateway.Faults.Keys.World;
using TenantGateway.Faults.Replicas.World;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Replicas.Kills;

/// <summary>A new version of the key-encryption key, under which every generation is wrapped anew.</summary>
internal sealed class KilledKekRotation : KilledDeed
{
    public override string Name => "rotate-kek";

    public override string Event => "key.kek_rotated";

    public override IReadOnlyList<KillPoint> Points =>
    [
        new("before the version is made", Trap.InVault("/rotate$")),
        new("after it is made", Trap.InVault("/rotate$", done: true), IsShort: true),
        new("between the first key and the second", Trap.InVault("/wrapkey$", skip: 1)),
        new("between the second key and the third", Trap.InVault("/wrapkey$", skip: 2)),
        new("before the first record is written", Trap.At(Trap.Generation)),
        new("between the first record and the second", Trap.At(Trap.Generation, skip: 1)),
        new("before they are committed", Trap.AtCommit(Trap.Generation, done: false)),
        new("after they are committed", Trap.AtCommit(Trap.Generation, done: true)),
        new("before the result is on record", Trap.At(Event, skip: 1)),
    ];

    public override Task<int> CountAsync(BalancedWorld world) => Task.FromResult(world.Gateway.Vault.CountVersions("kek-acme"));

    /// <summary>All generations are under one version, and that is the newest.</summary>
    public override async Task<bool> IsOverAsync(BalancedWorld world)
    {
        var items = (await world.Desk.DoAsync("keys", "list", "acme")).GetProperty("items").EnumerateArray();
        var used = items.Where(item => item.GetProperty("state").GetString() != "destroyed").Select(item => item.GetProperty("kekId").GetString()).Distinct().ToList();
        return used is [{ } only] && only == world.Gateway.Vault.NewestVersion("kek-acme");
    }

    public override Task BeginAsync(BalancedWorld world, GatewayProcess replica) => world.DeskAt(replica).TryAsync(OperatorDesk.Requester, "keys", "rotate-kek", "acme", "--reason", "proof");
}
