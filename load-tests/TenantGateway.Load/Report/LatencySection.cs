using System.Text;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Series;
using static TenantGateway.Load.Report.MarkdownReport;

namespace TenantGateway.Load.Report;

/// <summary>Latencies at fixed rates.</summary>
internal static class LatencySection
{
    private const double MostOfBareYarp = 1.5;

    public static string Of(IReadOnlyList<LatencyRound> rounds)
    {
        var text = new StringBuilder();
        text.AppendLine("## Latency at fixed rates").AppendLine();
        text.AppendLine("Requests come at a fixed rate whatever becomes of those before them; an answer's time counts from when its request was due. The rates are a quarter, half and three quarters of what the gateway gets done.");
        text.AppendLine("\"No proxy\" is the service asked without any: the share of injector, network and service in every other row. Medians of rounds, latencies in ms.");
        text.AppendLine("The fewer requests are under way, the fewer share a wake-up, a batch of the audit log and a warm cache: CPU a request is the proxy's at that rate.").AppendLine();
        text.AppendLine("| requests/s | | p50 | p99 | p99.9 | CPU a request, us | of its core | errors |").AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var rate in rounds.GroupBy(round => round.Figures.Rate).OrderBy(rate => rate.Key))
        {
            foreach (var peer in rate.GroupBy(round => round.Peer).OrderBy(peer => Place(peer.Key)))
                text.AppendLine(Invariant($"| {rate.Key:N0} | {peer.Key} | {Middle(peer, round => round.Figures.P50):F2} | {Middle(peer, round => round.Figures.P99):F2} | {Middle(peer, round => round.Figures.P999):F2} | {CpuOf(peer, rate.Key)} | {peer.Sum(round => round.Figures.Errors)} |"));
        }

        text.AppendLine().AppendLine("![latency](latency.svg)").AppendLine();
        var ratio = RatioAtHalf(rounds);
        text.AppendLine("| to reach | at most | seen | reached |").AppendLine("|---|---|---|---|");
        text.AppendLine(Invariant($"| p99 at half of the gateway's saturation, gateway over bare YARP | {MostOfBareYarp:F1} | {ratio:F2} | {Kept(ratio <= MostOfBareYarp)} |")).AppendLine();
        return text.ToString();
    }

    /// <summary>The rate in the middle.</summary>
    public static int HalfOf(IReadOnlyList<LatencyRound> rounds) => rounds.Select(round => round.Figures.Rate).Distinct().Order().ElementAt(1);

    private static double RatioAtHalf(IReadOnlyList<LatencyRound> rounds)
    {
        var half = rounds.Where(round => round.Figures.Rate == HalfOf(rounds)).ToArray();
        return P99Of(GatewayPeer.FullPath) / P99Of(PeerCatalog.BareYarpName);

        double P99Of(string peer) => Middle(half.Where(round => round.Peer == peer), round => round.Figures.P99);
    }

    private static string CpuOf(IEnumerable<LatencyRound> rounds, int rate)
    {
        if (rounds.Any(round => round.CpuMicroseconds is null)) return " | ";
        var microseconds = Middle(rounds, round => round.CpuMicroseconds ?? 0);
        return Invariant($"{microseconds:F0} | {microseconds * rate / 1e6:P0}");
    }

    private static int Place(string peer) => peer switch { LatencySeries.NoProxy => 0, GatewayPeer.FullPath => 2, _ => 1 };

    private static double Middle(IEnumerable<LatencyRound> rounds, Func<LatencyRound, double> value) => Spread.Of(rounds.Select(value)).Median;
}
