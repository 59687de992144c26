using TenantGateway.Load.Drivers;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Processes;
using TenantGateway.Load.Report;
using TenantGateway.Load.Series;
using TenantGateway.Tests.World;
using static TenantGateway.Load.Report.MarkdownReport;

namespace TenantGateway.Load;

/// <summary>The guard: gateway and bare YARP alone, held against committed bounds that a busy machine does not break.</summary>
internal static class QuickRun
{
    /// <summary>Prints a row for each bound and a last line "N kept, N broken".</summary>
    public static async Task<int> RunAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        if ((Wrk.Missing ?? PostgresServer.Missing ?? RedisServer.Missing) is { } missing)
        {
            Console.WriteLine($"{missing}\n0 kept, 0 broken, 3 skipped");
            return 0;
        }

        var bounds = Bounds.Read();
        await using var world = await LoadWorld.StartAsync(cancellationToken);
        await using var gateway = new GatewayPeer(await world.StartGatewayAsync(new GatewayPlan(), cancellationToken));
        await using var yarp = await new PeerCatalog(world).All[PeerCatalog.BareYarpName](cancellationToken);
        foreach (var peer in (Peer[])[gateway, yarp]) await Check.AnswersAsync(peer, world.Token(), cancellationToken);
        var requests = await RequestFiles.WriteAsync(world.Directory, "steady", [world.Token()], [Contact.At(1)]);
        var series = new ClosedSeries(new ClosedDrive(world), options);
        await series.WarmUpAsync([gateway, yarp], requests, cancellationToken);
        var rounds = await series.RunAsync([gateway, yarp], requests, IsEnough, cancellationToken);

        var (ratio, allocated) = (BestOf(rounds), AllocatedOf(rounds));
        foreach (var summary in PeerSummary.Of(rounds))
            Console.WriteLine(Invariant($"{summary.Peer}: {Show(summary.Throughput)} requests/s, {Show(summary.CpuMicroseconds, 1)} us of CPU a request, {summary.Errors} errors"));
        bool[] kept =
        [
            Row("bytes allocated a request", Invariant($"at most {bounds.AllocatedBytes:N0}"), Invariant($"{allocated:N0}"), allocated <= bounds.AllocatedBytes),
            Row("throughput over bare YARP's", Invariant($"at least {bounds.OverBareYarp:F2} in one round"), Invariant($"{ratio:F2}, of {rounds.Max(round => round.Round) + 1} rounds"), ratio >= bounds.OverBareYarp),
            Row("answers", "all as they should be", Invariant($"{rounds.Sum(round => round.Errors)} errors"), rounds.All(round => round.Errors == 0)),
        ];
        Console.WriteLine($"{kept.Count(row => row)} kept, {kept.Count(row => !row)} broken");
        return kept.All(row => row) ? 0 : 1;

        bool IsEnough(IReadOnlyList<ClosedRound> seen) => BestOf(seen) >= bounds.OverBareYarp && AllocatedOf(seen) <= bounds.AllocatedBytes;
    }

    // What else runs on the machine may take any round from either side, but it does not take every one.
    private static double BestOf(IReadOnlyList<ClosedRound> rounds) => rounds.GroupBy(round => round.Round).Max(round =>
        round.First(each => each.Peer == GatewayPeer.FullPath).Throughput / round.First(each => each.Peer != GatewayPeer.FullPath).Throughput);

    private static double AllocatedOf(IReadOnlyList<ClosedRound> rounds) => rounds.Where(round => round.Peer == GatewayPeer.FullPath).Min(round => round.Allocated ?? double.MaxValue);

    private static bool Row(string name, string promise, string seen, bool isKept)
    {
        Console.WriteLine($"{name,-28} | {promise,-30} | {seen,-22} | {(isKept ? "kept" : "BROKEN")}");
        return isKept;
    }
}
