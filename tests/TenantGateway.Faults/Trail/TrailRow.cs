using System.Globalization;
using TenantGateway.Faults.World;

namespace TenantGateway.Faults.Trail;

/// <summary>Data is shown while the trail has trouble; at the end every acknowledged reveal is looked for in the verified export.</summary>
internal sealed class TrailRow(ITrouble trouble) : IFault
{
    // Two seconds for the record, and what this machine adds.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(3);

    public string Name => trouble.Name;

    public string Promise => "every reveal has its record, once, proven, and is once in the index; what cannot be recorded is refused in time";

    public TimeSpan Patience => TimeSpan.FromMinutes(4);

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        if (trouble.Missing is { } missing) return new Observation(Verdict.Skipped, missing);
        await using var over = trouble;
        await using var world = await FaultWorld.StartAsync(cancellationToken, new Dictionary<string, string?>(await trouble.PrepareAsync()) { ["Gateway:Audit:Search:IntervalMilliseconds"] = "50" });
        await using var traffic = await RevealTraffic.StartAsync(world);
        for (var round = 0; round < context.Rounds; round++)
        {
            await trouble.MakeAsync(world, traffic, cancellationToken);
            await traffic.GoesOnAsync();
        }

        await traffic.EndAsync();
        return Compare(traffic, await TrailAccount.TakeAsync(world));
    }

    private Observation Compare(RevealTraffic traffic, TrailAccount account)
    {
        var lost = traffic.Acknowledged.Count(request => !account.Reveals.ContainsKey(request));
        var twice = account.Reveals.Count(reveal => reveal.Value > 1);
        var refusals = !trouble.Refuses || (traffic.Refused > 0 && traffic.Slowest < Bound);
        var strange = traffic.Unexpected.IsEmpty ? "" : $", unexpected: {traffic.Unexpected.First().ReplaceLineEndings(" ")}";
        return Observation.Of(
            lost == 0 && twice == 0 && account.Proofs == account.Records && account.IsIndexed && refusals && traffic.Unexpected.IsEmpty,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{traffic.Acknowledged.Count} reveals acknowledged, {lost} without a record, {twice} twice; {account.Proofs} of {account.Records} records proven, {account.Indexed} reveals in the index; {traffic.Refused} refused within {traffic.Slowest.TotalSeconds:0.0} s{strange}"));
    }
}
