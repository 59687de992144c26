using System.Globalization;
using TenantGateway.Load.Drivers;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Processes;
using TenantGateway.Load.Report;
using TenantGateway.Load.Series;

namespace TenantGateway.Load;

/// <summary>Sets everything up, drives it and says what was seen.</summary>
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
        await using var world = await LoadWorld.StartAsync(ended.Token);
        await using var gateway = new GatewayPeer(await world.StartGatewayAsync(new GatewayPlan(), ended.Token));
        var peers = new List<Peer> { gateway };
        foreach (var (name, start) in new PeerCatalog(world).All) peers.Add(await start(ended.Token));
        var token = world.Token();
        foreach (var peer in peers) await Check.AnswersAsync(peer, token, ended.Token);
        var requests = await RequestFiles.WriteAsync(world.Directory, "steady", [token], [Contact.At(1)]);
        var asked = world.Vault.Requests.All.Count;
        var rounds = await new ClosedSeries(world, options, requests).RunAsync(peers, ended.Token);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Key Vault was asked {world.Vault.Requests.All.Count - asked} times."));
        foreach (var summary in PeerSummary.Of(rounds, GatewayPeer.FullPath))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{summary.Peer,-12} {summary.Throughput.Median,8:F0}/s ({summary.Throughput.Lowest:F0} to {summary.Throughput.Highest:F0})  gateway over it {summary.GatewayOverThis.Median:F2} ({summary.GatewayOverThis.Lowest:F2} to {summary.GatewayOverThis.Highest:F2})  CPU {summary.CpuMicroseconds.Median:F1} us (PostgreSQL {summary.DatabaseMicroseconds.Median:F1})  {summary.Allocated?.Median:F0} B  {summary.Errors} errors"));
        }

        return 0;
    }
}
