using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Keys.Rotation;

/// <summary>A new data key, and a new version of the key that wraps it.</summary>
internal sealed class RotateRow(KeyStage stage, KeyWorldPlan plan) : KeyRow(stage, plan)
{
    public override string Name => "rotate, rotate-kek";

    public override string Promise => "0 failed requests, 0 wrong values; rows of old and new keys are read";

    protected override async Task<Observation> PlayAsync(KeyWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        await using var load = await MemberLoad.StartAsync(world, "agent@acme", cancellationToken);
        var rounds = context.Short ? 1 : 3;
        for (var round = 0; round < rounds; round++)
        {
            await world.Desk.DoAsync("keys", "rotate", "acme", "--wait", "--reason", "proof");
            await load.GoOnAsync(cancellationToken);
            await world.Desk.DoAsync("keys", "rotate-kek", "acme", "--reason", "proof");
            await load.GoOnAsync(cancellationToken);
        }

        var met = world.Rows.KeyIds('r').Count;
        var listed = (await world.Desk.KeysAsync("acme", "data")).Count;
        return await load.EndAsync(met == rounds + 1 && listed == met, Text($"{rounds} of each; rows lie under {met} data keys"));
    }
}
