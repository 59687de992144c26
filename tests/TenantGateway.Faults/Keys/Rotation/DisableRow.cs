using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Keys.Rotation;

/// <summary>A generation that traffic does not need is turned off and on again.</summary>
internal sealed class DisableRow(KeyStage stage, KeyWorldPlan plan) : KeyRow(stage, plan)
{
    private const string Old = "Old Hopper";

    public override string Name => "disable, enable a generation";

    public override string Promise => "0 failed requests, 0 wrong values; what it sealed opens at no replica, and then again";

    protected override async Task<Observation> PlayAsync(KeyWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        // :: Step 1: a row under a generation that nobody writes with any more
        var members = await Task.WhenAll(world.Replicas.Select(replica => Member.OfAsync(world, replica, "agent@acme")));
        var path = await members[0].WriteAsync(Old, "old@example.com");
        var generation = (await world.Desk.KeysAsync("acme", "data")).Single(key => key.State == "primary").KeyId;
        await world.Desk.DoAsync("keys", "rotate", "acme", "--wait", "--reason", "proof");
        await Task.Delay(TimeSpan.FromSeconds(KeyPlans.PromotionWaitSeconds), cancellationToken);
        var isKept = await ShowAsync(members, path) == members.Length;

        // :: Step 2: off and on, under load
        await using var load = await MemberLoad.StartAsync(world, "agent@acme", cancellationToken);
        var rounds = context.Short ? 1 : 3;
        for (var round = 0; round < rounds; round++)
        {
            await ChangeAsync(world, "disable", generation);
            await Until.TrueAsync(async () => await ShowAsync(members, path) == 0, cancellationToken);
            await load.GoOnAsync(cancellationToken);
            isKept &= await ShowAsync(members, path) == 0;
            await ChangeAsync(world, "enable", generation);
            await Until.TrueAsync(async () => await ShowAsync(members, path) == members.Length, cancellationToken);
            await load.GoOnAsync(cancellationToken);
        }

        foreach (var member in members) member.Dispose();
        return await load.EndAsync(isKept, Text($"off and on {rounds} times, each time {(isKept ? "unread" : "READ")} and read at {members.Length} replicas"));
    }

    private static Task ChangeAsync(KeyWorld world, string verb, string generation) => world.Desk.DoAsync("keys", verb, "acme", "--generation", generation, "--reason", "proof");

    private static async Task<int> ShowAsync(Member[] members, string path)
    {
        var answers = await Task.WhenAll(members.Select(member => member.GetAsync(path)));
        return answers.Count(answer => answer.Status == 200 && answer.Text.Contains(Old, StringComparison.Ordinal));
    }
}
