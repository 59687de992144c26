using System.Diagnostics;
using TenantGateway.Load.Drivers;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Processes;
using TenantGateway.Load.Report;
using TenantGateway.Load.Series;

namespace TenantGateway.Load;

/// <summary>Starts everything, measures one series after the other and writes the report.</summary>
internal static class LoadRun
{
    public static async Task<int> RunAsync(LoadOptions options)
    {
        using var ended = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            ended.Cancel();
        };
        return options.Quick ? await QuickRun.RunAsync(options, ended.Token) : await MeasureAsync(options, ended.Token);
    }

    private static async Task<int> MeasureAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        if (Wrk.Missing is { } missing) throw new InvalidOperationException(missing);
        var machine = Machine.Read();
        await using var world = await LoadWorld.StartAsync(cancellationToken);
        await using var gateway = new GatewayPeer(await world.StartGatewayAsync(GatewayPlan.Main, cancellationToken));
        await using var peers = await StartedPeers.StartAsync(world, options, cancellationToken);
        foreach (var peer in (Peer[])[gateway, .. peers.All]) await Check.AnswersAsync(peer, world.Token(), cancellationToken);
        var report = await BesidePeersAsync(world, options, machine, gateway, peers, cancellationToken);
        await ReportFiles.WriteAsync(report, options.Output);
        Console.WriteLine($"{MarkdownReport.Of(report)}\nIt lies in {options.Output}.");
        return 0;
    }

    private static async Task<LoadReport> BesidePeersAsync(
        LoadWorld world, LoadOptions options, Machine machine, GatewayPeer gateway, StartedPeers peers, CancellationToken cancellationToken)
    {
        var drive = new ClosedDrive(world);
        var requests = await RequestFiles.WriteAsync(world.Directory, "steady", [world.Token()], [Contact.At(1)]);
        var growth = new GrowthSeries(world, drive, options);
        var young = options.Measures("growth") ? await growth.LogPointAsync(gateway, cancellationToken) : null;
        Say("rounds");
        var series = new ClosedSeries(drive, options);
        Peer[] all = [gateway, .. peers.All];
        await series.WarmUpAsync(all, requests, cancellationToken);
        var meter = await CostMeter.BeginAsync(all, cancellationToken);
        var (vault, redis, began) = (world.Vault.Requests.All.Count, await world.Redis.CommandsAsync(), Stopwatch.GetTimestamp());
        var rounds = await series.RunAsync(all, requests, _ => true, cancellationToken);
        var calls = new Calls(
            rounds.Where(round => round.Peer == GatewayPeer.FullPath).Sum(round => round.Requests),
            world.Vault.Requests.All.Count - vault, await world.Redis.CommandsAsync() - redis, Stopwatch.GetElapsedTime(began).TotalSeconds);
        var wholeCosts = await meter.EndAsync(rounds, cancellationToken);
        var summaries = PeerSummary.Of(rounds);
        var saturation = summaries.Single(summary => summary.Peer == GatewayPeer.FullPath).Throughput.Median;
        Peer[] others = [.. peers.All.Where(peer => peer.Name is PeerCatalog.BareYarpName or PeerCatalog.YarpWithJwtBearerName or PeerCatalog.HaproxyName)];
        return new LoadReport
        {
            Machine = machine,
            Options = options,
            Rounds = rounds,
            Peers = summaries,
            WholeCosts = wholeCosts,
            Missing = peers.Missing,
            Calls = calls,
            Latencies = await SeriesAsync("latency", () => new LatencySeries(world, options).RunAsync(saturation, [gateway, .. peers.All.Where(peer => peer.Name is PeerCatalog.BareYarpName or GatewayPeer.OtherBuild)], cancellationToken)),
            Features = await SeriesAsync("features", () => new FeatureSeries(world, drive, options).RunAsync(gateway, peers.All.Single(peer => peer.Name == PeerCatalog.BareYarpName), cancellationToken)),
            Neighbour = await SeriesAsync("neighbour", () => new NeighbourSeries(world, options).RunAsync(gateway, cancellationToken)),
            Cold = await SeriesAsync("cold", async () => PeerSummary.Of(await new ColdSeries(world, drive, options).RunAsync([gateway, .. others], cancellationToken))),
            ManyTenants = await SeriesAsync("tenants", async () => PeerSummary.Of(await new TenantsSeries(world, drive, options).RunAsync(others, cancellationToken))),
            Growth = young is null ? null : await SeriesAsync("growth", () => growth.RunAsync(gateway, young, cancellationToken)),
            Soak = options.Soak > TimeSpan.Zero ? await SeriesAsync("soak", () => new SoakSeries(world, drive, options).RunAsync(gateway, cancellationToken)) : null,
        };

        async Task<T?> SeriesAsync<T>(string name, Func<Task<T>> series)
            where T : class
        {
            if (!options.Measures(name)) return null;
            Say(name);
            return await series();
        }
    }

    private static void Say(string series) => Console.Error.WriteLine($"load-tests/run: {series}");
}
