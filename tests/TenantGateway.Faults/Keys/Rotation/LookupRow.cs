using System.Globalization;
using System.Text.Json;
using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Keys.Rotation;

/// <summary>A new lookup key, from its first token to the report that shows no old one.</summary>
internal sealed class LookupRow(KeyStage stage, KeyWorldPlan plan) : KeyRow(stage, plan)
{
    private const string Dataset = "contacts";

    public override string Name => "rotate-lookup, retokenize, finish-lookup";

    public override string Promise => "0 failed requests, 0 wrong values; searches find old and new rows; it ends only with a report of 0 old tokens";

    protected override async Task<Observation> PlayAsync(KeyWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        await world.Desk.DoAsync("datasets", "declare", "acme", "--dataset", Dataset, "--reason", "proof");
        await using var load = await MemberLoad.StartAsync(world, "agent@acme", cancellationToken);
        var (rewritten, left, isKept, isHeldBack) = (0L, 0L, true, true);
        for (var round = 0; round < (context.Short ? 1 : 3); round++)
        {
            // :: Step 1: both keys are searched by
            await world.Desk.DoAsync("keys", "rotate-lookup", "acme", "--wait", "--reason", "proof");
            var old = (await world.Desk.KeysAsync("acme", "lookup")).Single(generation => generation.State == "searchable").KeyId;
            await load.GoOnAsync(cancellationToken);
            isKept &= world.Rows.KeyIds('d').Count == 2;
            isHeldBack &= await IsRefusedAsync(world);

            // :: Step 2: when nobody writes old tokens any more, the rows are converted
            await Task.Delay(TimeSpan.FromSeconds(KeyPlans.PromotionWaitSeconds), cancellationToken);
            var before = await CheckAsync(world, old);
            rewritten += await RetokenizeAsync(world, old, cancellationToken);
            await load.GoOnAsync(cancellationToken);

            // :: Step 3: the report, and the end
            var after = await CheckAsync(world, old);
            left += after;
            isKept &= before > 0 && after == 0;
            await world.Desk.DoAsync("keys", "finish-lookup", "acme", "--reason", "proof");
            await load.GoOnAsync(cancellationToken);
            isKept &= world.Rows.KeyIds('d') is { Count: 1 } ids && !ids.Contains(old);
        }

        return await load.EndAsync(
            isKept && isHeldBack && rewritten > 0 && load.Traffic.FoundOld > 0,
            Text($"{load.Traffic.FoundOld} searches found the oldest row; ended before: {(isHeldBack ? "refused" : "DONE")}; {rewritten} old tokens converted, {left} left"));
    }

    private static async Task<bool> IsRefusedAsync(KeyWorld world) =>
        (await world.Desk.TryAsync(OperatorDesk.Requester, "keys", "finish-lookup", "acme", "--reason", "proof")).Error.Contains("old_tokens_remain", StringComparison.Ordinal);

    /// <returns>How many tokens of the generation the rows hold.</returns>
    private static async Task<long> CheckAsync(KeyWorld world, string generation)
    {
        var rows = world.NewFile("ndjson");
        await File.WriteAllTextAsync(rows, world.Rows.Export());
        return CountOf(await world.Desk.DoAsync("convert", "check", "--tenant", "acme", "--dataset", Dataset, "--in", rows, "--reason", "proof"), generation, "left");
    }

    private static async Task<long> RetokenizeAsync(KeyWorld world, string generation, CancellationToken cancellationToken)
    {
        var (rows, converted) = (world.NewFile("ndjson"), world.NewFile("ndjson"));
        var (operation, _) = await world.Desk.OperateAsync("retokenize", "acme", cancellationToken, $"dataset={Dataset}");
        await File.WriteAllTextAsync(rows, world.Rows.Export(), cancellationToken);
        var report = await world.Desk.DoAsync("convert", "retokenize", "--tenant", "acme", "--operation", operation, "--in", rows, "--out", converted);
        world.Rows.Import(await File.ReadAllTextAsync(converted, cancellationToken));
        return CountOf(report, generation, "rewritten");
    }

    private static long CountOf(JsonElement report, string generation, string what) => report.GetProperty("generations").EnumerateArray()
        .Where(met => met.GetProperty("keyId").GetString() == generation)
        .Sum(met => long.Parse(met.GetProperty(what).GetRawText(), CultureInfo.InvariantCulture));
}
