using TenantGateway.Load.Peers;
using TenantGateway.Load.Report;
using TenantGateway.Load.Series;

namespace TenantGateway.Load.Tests;

public sealed class PeerSectionTests
{
    // What the index did in the rounds of others is the gateway's cost too.
    [Fact]
    public void CostOfTheGateway_IsThatOfAllRoundsTogether()
    {
        ClosedRound[] rounds = [Round(GatewayPeer.FullPath, 66), Round(PeerCatalog.BareYarpName, 45)];

        var section = PeerSection.Of(new LoadReport
        {
            Machine = new Machine { Commit = "", Kind = "", At = default, Runtime = "", LoadBefore = 0, HugePages = "" },
            Options = new LoadOptions(),
            Rounds = rounds,
            Peers = PeerSummary.Of(rounds),
            WholeCosts = [new WholeCost(GatewayPeer.FullPath, ProxyMicroseconds: 65, AdminMicroseconds: 10)],
            Calls = new Calls(1, 0, 0, 1),
        });

        Assert.Contains("75.0 us of CPU: 65.0 of the process proxy, 10.0 of admin", section, StringComparison.Ordinal);
        Assert.Contains("| at most 25 us | 30.0 us; 20.0 without the process admin | **no** |", section, StringComparison.Ordinal);
    }

    private static ClosedRound Round(string peer, double cpu) => new()
    {
        Peer = peer, Requests = 1, Throughput = 1, Errors = 0, CpuMicroseconds = cpu, DatabaseMicroseconds = 1, Allocated = 1,
    };
}
