using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Keys.Rotation;

/// <summary>The urgent rotation: both lines at once, decided by two people.</summary>
internal sealed class CompromiseRow(KeyStage stage, KeyWorldPlan plan) : KeyRow(stage, plan)
{
    public override string Name => "compromise, by two people";

    public override string Promise => "0 failed requests, 0 wrong values; new keys in both lines; nobody decides alone";

    protected override async Task<Observation> PlayAsync(KeyWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        await using var load = await MemberLoad.StartAsync(world, "agent@acme", cancellationToken);
        var (data, lookup) = (await PrimaryAsync(world, "data"), await PrimaryAsync(world, "lookup"));
        var (_, tookTwo) = await world.Desk.OperateAsync("key.compromise", "acme", cancellationToken, $"generation={data}");
        await Until.TrueAsync(async () => await PrimaryAsync(world, "data") != data && await PrimaryAsync(world, "lookup") != lookup, cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(KeyPlans.PromotionWaitSeconds), cancellationToken);
        var before = world.Rows.Count(data, lookup);
        await load.GoOnAsync(cancellationToken);
        var after = world.Rows.Count(data, lookup);
        var isMarked = (await world.Desk.KeysAsync("acme", "data")).Single(generation => generation.KeyId == data).IsCompromised;
        return await load.EndAsync(
            tookTwo && isMarked && after == before,
            Text($"approved by its requester: {(tookTwo ? "refused" : "DONE")}; marked: {(isMarked ? "yes" : "no")}; {after - before} of the rows since then under the old keys"));
    }

    private static async Task<string> PrimaryAsync(KeyWorld world, string line) => (await world.Desk.KeysAsync("acme", line)).Single(generation => generation.State == "primary").KeyId;
}
