using TenantGateway.Load.Drivers;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Report;
using TenantGateway.Load.Series;

namespace TenantGateway.Load.Tests;

public sealed class LatencySectionTests
{
    [Fact]
    public void Table_SaysWhatARequestCostsAtARateAndWhatThatIsOfACore()
    {
        LatencyRound[] rounds =
        [
            .. ((int[])[500, 1000, 2000]).SelectMany(rate => (LatencyRound[])
            [
                Round(LatencySeries.NoProxy, rate, 1, null), Round(PeerCatalog.BareYarpName, rate, 4, 200),
                Round(GatewayPeer.FullPath, rate, 8, 500), Round(GatewayPeer.FullPath, rate, 8, 300), Round(GatewayPeer.FullPath, rate, 8, 400),
            ]),
        ];

        var section = LatencySection.Of(rounds);

        Assert.Contains("| 1,000 | no proxy | 1.00 | 1.00 | 1.00 |  |  | 0 |", section, StringComparison.Ordinal);
        Assert.Contains("| 2,000 | bare YARP | 4.00 | 4.00 | 4.00 | 200 | 40 % | 0 |", section, StringComparison.Ordinal);
        Assert.Contains("| 2,000 | gateway | 8.00 | 8.00 | 8.00 | 400 | 80 % | 0 |", section, StringComparison.Ordinal);
        Assert.Contains("| 1.5 | 2.00 | **no** |", section, StringComparison.Ordinal);
    }

    private static LatencyRound Round(string peer, int rate, double milliseconds, double? cpu) =>
        new(peer, 0, new OpenFigures { Rate = rate, Requests = rate, Errors = 0, P50 = milliseconds, P99 = milliseconds, P999 = milliseconds, Curve = [] }, cpu);
}
