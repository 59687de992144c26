using System.Net;
using Microsoft.Extensions.Options;
using TenantGateway.Edge.Limits;
using TenantGateway.Edge.Proxies;

namespace TenantGateway.Tests.Edge.Limits;

public sealed class AddressTableTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.2", false)]
    public void Addresses_AreOneCallerWhereOneSubscriberMayHaveBoth(string one, string other, bool same)
    {
        var table = Table();

        Assert.Equal(same, ReferenceEquals(Find(table, one), Find(table, other)));
    }

    [Theory]
    [InlineData("10.1.0.0/16", "10.1.2.3", true)]
    [InlineData("10.1.0.0/16", "::ffff:10.1.2.3", true)]
    [InlineData("10.1.0.0/16", "10.2.0.1", false)]
    [InlineData("fd00::7", "fd00::7", true)]
    [InlineData("fd00::7", "fd00::8", false)]
    [InlineData("fd00::/16", "fd00:1::8", true)]
    public void TrustedProxy_HasNoState(string network, string address, bool isExempt) => Assert.Equal(isExempt, Find(Table(networks: network), address) is null);

    [Fact]
    public void OwnerOfManyNetworks_DoesNotGrowTheTable()
    {
        var table = Table(max: 300);

        var states = Enumerable.Range(0, 20_000).Select(i => Find(table, $"2001:db8:1:{i:x}::1")).Distinct().Count();

        Assert.Equal(300, table.Count);
        // All that did not fit live in one neighbourhood, so they share what one caller has.
        Assert.Equal(301, states);
    }

    [Fact]
    public void AddressAtRest_IsForgottenAndABusyOneIsNot()
    {
        var table = Table();
        var busy = Find(table, "192.0.2.1");
        var resting = Find(table, "192.0.2.2");
        Assert.Equal(OpenResult.Opened, busy?.Open(1));
        Assert.Equal(OpenResult.Opened, resting?.Open(1));
        resting?.Close();

        table.Sweep(Start);

        Assert.Equal(1, table.Count);
        Assert.Equal(OpenResult.Retired, resting?.Open(1));
        Assert.NotSame(resting, Find(table, "192.0.2.2"));
        Assert.Same(busy, Find(table, "192.0.2.1"));
        Assert.Equal(OpenResult.Full, busy?.Open(1));
    }

    [Fact]
    public void AddressShutOut_IsNotForgottenBeforeItsTime()
    {
        var table = Table();
        var state = Find(table, "192.0.2.1");
        while (state?.Hammer(new(1, 3), TimeSpan.FromSeconds(10), Start) == false)
        {
        }

        table.Sweep(Start + TimeSpan.FromSeconds(9));
        Assert.Same(state, Find(table, "192.0.2.1"));
        table.Sweep(Start + TimeSpan.FromSeconds(11));
        Assert.NotSame(state, Find(table, "192.0.2.1"));
    }

    [Fact]
    public void ConnectionsOfManyThreads_AreCountedExactlyWhileTheTableIsSwept()
    {
        var table = Table();
        var open = 0;

        Parallel.For(0, 20_000, i =>
        {
            if (i % 100 == 0) table.Sweep(Start);
            AddressState? state;
            OpenResult result;
            do
            {
                state = Find(table, "192.0.2.1");
                result = state?.Open(4) ?? OpenResult.Full;
            }
            while (result == OpenResult.Retired);
            if (result == OpenResult.Full) return;
            Assert.InRange(Interlocked.Increment(ref open), 1, 4);
            Interlocked.Decrement(ref open);
            state?.Close();
        });

        table.Sweep(Start);
        Assert.Equal(0, table.Count);
    }

    private static AddressState? Find(AddressTable table, string address) => table.Find(IPAddress.Parse(address));

    private static AddressTable Table(int max = 65_536, params string[] networks) => new(
        Options.Create(new LimitsOptions { MaxTrackedAddresses = max }), new ExemptNetworks(Options.Create(new TrustedProxiesOptions { Networks = [.. networks] })));
}
