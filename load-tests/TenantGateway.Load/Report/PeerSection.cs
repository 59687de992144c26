using System.Text;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Processes;
using TenantGateway.Load.Series;
using static TenantGateway.Load.Report.MarkdownReport;

namespace TenantGateway.Load.Report;

/// <summary>Throughput and cost beside peers.</summary>
internal static class PeerSection
{
    private const double LeastOfBareYarp = 0.80;
    private const double LeastOfHaproxy = 0.9;
    private const double LeastOfNginx = 1.7;
    private const double MostOverBareYarp = 25;
    private const double MostOfAudit = 4;

    public static string Of(LoadReport report)
    {
        var text = new StringBuilder();
        text.AppendLine("## Beside peers").AppendLine();
        text.AppendLine(Invariant($"{report.Options.Connections} connections, each with one request at a time; {report.Peers.Max(peer => peer.Rounds)} rounds of {report.Options.Round.TotalSeconds:F0} s each, in an order that changes; medians, lowest and highest. A body of {Contact.Bytes} bytes with {Contact.Fields} protected fields goes in, and comes back revealed.")).AppendLine();
        text.Append(Table(report.Peers)).AppendLine();
        foreach (var (peer, why) in report.Missing) text.AppendLine($"Not measured: {peer}, {why}.").AppendLine();
        foreach (var cost in report.WholeCosts)
            text.AppendLine(Invariant($"Over all rounds together, until its index had caught up, a request cost the {cost.Peer} {cost.Microseconds:F1} us of CPU: {cost.ProxyMicroseconds:F1} of the process proxy, {cost.AdminMicroseconds:F1} of admin, which works in the rounds of others too.")).AppendLine();
        text.AppendLine(Invariant($"While {report.Calls.Requests:N0} requests went through the gateway in {report.Calls.Seconds:F0} s, Key Vault was asked {report.Calls.KeyVault} times and Redis {report.Calls.Redis} times, by what looks after keys and quotas in intervals.")).AppendLine();
        text.AppendLine("![throughput](throughput.svg)").AppendLine();
        text.Append(Promises(report.Peers, report.WholeCosts)).AppendLine();
        if (report.Cold is { } cold)
            text.AppendLine("A new token, a new person and a new body with every request: what is remembered of tokens and assertions helps nobody here.").AppendLine().Append(Table(cold)).AppendLine();
        if (report.ManyTenants is { } tenants)
            text.AppendLine("Requests of 1,000 tenants in turns, each with a token and keys of its own.").AppendLine().Append(Table(tenants)).AppendLine();
        return text.ToString();
    }

    private static string Table(IReadOnlyList<PeerSummary> peers)
    {
        var text = new StringBuilder();
        text.AppendLine("| | requests/s | gateway over it | CPU a request, us | PostgreSQL a request, us | bytes allocated a request | errors |").AppendLine("|---|---|---|---|---|---|---|");
        foreach (var peer in peers)
        {
            var database = peer.Peer is GatewayPeer.FullPath or GatewayPeer.OtherBuild ? Show(peer.DatabaseMicroseconds, 1) : "";
            text.AppendLine(Invariant($"| {peer.Peer} | {Show(peer.Throughput)} | {Show(peer.GatewayOverThis, 2)} | {Show(peer.CpuMicroseconds, 1)} | {database} | {(peer.Allocated is { } bytes ? Show(bytes) : "")} | {peer.Errors} |"));
        }

        return text.ToString();
    }

    private static string Promises(IReadOnlyList<PeerSummary> peers, IReadOnlyList<WholeCost> costs)
    {
        var text = new StringBuilder();
        text.AppendLine("| to reach | at least | seen | reached |").AppendLine("|---|---|---|---|");
        Ratio(PeerCatalog.BareYarpName, LeastOfBareYarp);
        Ratio(PeerCatalog.HaproxyName, LeastOfHaproxy);
        Ratio(PeerCatalog.NginxName, LeastOfNginx);
        if (Find(PeerCatalog.BareYarpName) is { } yarp && Find(GatewayPeer.FullPath) is { } gateway)
        {
            var cost = costs.Single(each => each.Peer == GatewayPeer.FullPath);
            var over = cost.Microseconds - yarp.CpuMicroseconds.Median;
            text.AppendLine(Invariant($"| CPU of the gateway a request over bare YARP's | at most {MostOverBareYarp:F0} us | {over:F1} us; {cost.ProxyMicroseconds - yarp.CpuMicroseconds.Median:F1} without the process admin | {Kept(over <= MostOverBareYarp)} |"));
            text.AppendLine(Invariant($"| PostgreSQL's CPU a request, for the audit log | at most {MostOfAudit:F0} us together with the gateway's share | {gateway.DatabaseMicroseconds.Median:F1} us without it | {Kept(gateway.DatabaseMicroseconds.Median <= MostOfAudit)} |"));
        }

        return text.ToString();

        PeerSummary? Find(string name) => peers.FirstOrDefault(peer => peer.Peer == name);

        void Ratio(string name, double least)
        {
            if (Find(name) is { } peer) text.AppendLine(Invariant($"| throughput, gateway over {name} | {least:F2} | {peer.GatewayOverThis.Median:F2} | {Kept(peer.GatewayOverThis.Median >= least)} |"));
        }
    }
}
