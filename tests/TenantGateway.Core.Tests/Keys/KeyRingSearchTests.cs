using TenantGateway.Core.Keys;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Keys;

public class KeyRingSearchTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;

    [Fact]
    public void FurtherLookupGeneration_IsSearched()
    {
        var ring = new KeyRing(Acme.Id, Acme.Data, Acme.NextLookup, Acme.Audit, [Acme.Lookup]) { Searchables = [Acme.Lookup] };
        Assert.Equal([Acme.Lookup], ring.Searchables.ToArray());
    }

    [Fact]
    public void SearchedGeneration_IsAnotherOneOfTheRingAndOfTheLine()
    {
        Assert.Throws<ArgumentException>(() => new KeyRing(Acme.Id, Acme.Data, Acme.NextLookup, Acme.Audit, []) { Searchables = [Acme.Lookup] });
        Assert.Throws<ArgumentException>(() => new KeyRing(Acme.Id, Acme.Data, Acme.Lookup, Acme.Audit, []) { Searchables = [Acme.Lookup] });
        Assert.Throws<ArgumentException>(() => new KeyRing(Acme.Id, Acme.Data, Acme.Lookup, Acme.Audit, [Acme.OlderData]) { Searchables = [Acme.OlderData] });
    }
}
