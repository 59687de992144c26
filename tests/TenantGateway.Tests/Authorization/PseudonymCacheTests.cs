using System.Globalization;
using TenantGateway.Authorization;
using TenantGateway.Core.Access;

namespace TenantGateway.Tests.Authorization;

public sealed class PseudonymCacheTests
{
    [Fact]
    public void MoreActorsThanCapacity_StaysWithinIt()
    {
        var cache = new PseudonymCache(100);
        for (var i = 0; i < 1000; i++) cache.Add(PersonOf(i), IdOf(i));

        Assert.InRange(Enumerable.Range(0, 1000).Count(i => cache.TryGet(PersonOf(i), out _)), 1, 100);
    }

    [Fact]
    public void ActorInUse_SurvivesAFlood()
    {
        var cache = new PseudonymCache(100);
        cache.Add(PersonOf(-1), IdOf(-1));
        for (var i = 0; i < 1000; i++)
        {
            cache.Add(PersonOf(i), IdOf(i));
            Assert.True(cache.TryGet(PersonOf(-1), out var id));
            Assert.Equal(IdOf(-1), id);
        }
    }

    [Fact]
    public void SameSubjectOfAnotherIssuer_IsAnother()
    {
        var cache = new PseudonymCache(100);
        cache.Add(new Person("a", "b", null), IdOf(1));

        Assert.False(cache.TryGet(new Person("ab", "", null), out _));
        Assert.False(cache.TryGet(new Person("b", "a", null), out _));
    }

    private static Person PersonOf(int i) => new("https://issuer/", i.ToString(CultureInfo.InvariantCulture), null);

    private static ActorId IdOf(int i) => new("ac_" + i.ToString(CultureInfo.InvariantCulture));
}
