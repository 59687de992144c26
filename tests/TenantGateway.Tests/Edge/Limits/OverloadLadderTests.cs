using TenantGateway.Edge.Limits;

namespace TenantGateway.Tests.Edge.Limits;

public sealed class OverloadLadderTests
{
    [Fact]
    public void Load_LeadsUpAndOnlyWellBelowDownAgain()
    {
        var ladder = new OverloadLadder(shedAt: 0.8, refuseAt: 0.95);
        var level = OverloadLevel.Normal;

        var steps = new[] { 0.79, 0.8, 0.75, 0.94, 0.95, 0.9, 0.86, 0.84, 0.71, 0.69, 0.79, 1.2, 0.1 }.Select(load => (int)(level = ladder.Next(level, load)));

        Assert.Equal([0, 1, 1, 1, 2, 2, 2, 1, 1, 0, 0, 2, 0], steps);
    }
}
