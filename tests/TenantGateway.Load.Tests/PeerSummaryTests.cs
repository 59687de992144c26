using TenantGateway.Load.Peers;
using TenantGateway.Load.Report;
using TenantGateway.Load.Series;

namespace TenantGateway.Load.Tests;

public sealed class PeerSummaryTests
{
    // The machine was twice as fast in the second round: what is compared is what ran beside each other.
    [Fact]
    public void Ratios_AreThoseWithinRounds()
    {
        var summaries = PeerSummary.Of(
        [
            Round(PeerCatalog.BareYarpName, 0, 1000), Round(GatewayPeer.FullPath, 0, 400),
            Round(GatewayPeer.FullPath, 1, 1000), Round(PeerCatalog.BareYarpName, 1, 2000),
            Round(PeerCatalog.BareYarpName, 2, 1000, errors: 3), Round(GatewayPeer.FullPath, 2, 450),
        ]);

        Assert.Equal([GatewayPeer.FullPath, PeerCatalog.BareYarpName], summaries.Select(summary => summary.Peer));
        Assert.Equal(new Spread(0.45, 0.4, 0.5), summaries[1].GatewayOverThis);
        Assert.Equal(new Spread(1, 1, 1), summaries[0].GatewayOverThis);
        Assert.Equal((3, 3), (summaries[1].Errors, summaries[1].Rounds));
    }

    [Fact]
    public void BytesThatOneRoundDidNotCount_AreNotTold()
    {
        var summaries = PeerSummary.Of([Round(GatewayPeer.FullPath, 0, 1, allocated: 10), Round(GatewayPeer.FullPath, 1, 1, allocated: null)]);

        Assert.Null(summaries.Single().Allocated);
    }

    private static ClosedRound Round(string peer, int round, double throughput, long errors = 0, double? allocated = 0) => new()
    {
        Peer = peer, Round = round, Requests = 1, Throughput = throughput, Errors = errors, CpuMicroseconds = 1, DatabaseMicroseconds = 1, Allocated = allocated,
    };
}
