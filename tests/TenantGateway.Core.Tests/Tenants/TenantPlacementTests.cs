using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Tenants;

public class TenantPlacementTests
{
    [Fact]
    public void WhoHasNoClusters_GoesWhereTheRouteGoes()
    {
        Assert.Equal("crm", TenantPlacement.Anywhere.ClusterFor("crm"));
        Assert.Equal("crm", new TenantPlacement("eu", []).ClusterFor("crm"));
    }

    [Fact]
    public void WhoHasClusters_GoesThereOrNowhere()
    {
        var placement = new TenantPlacement(null, [new("crm", "acme-crm"), new("mail", "mail")]);

        Assert.Equal("acme-crm", placement.ClusterFor("crm"));
        Assert.Equal("mail", placement.ClusterFor("mail"));
        Assert.Null(placement.ClusterFor("billing"));
        Assert.Null(placement.ClusterFor("CRM"));
    }

    [Fact]
    public void SamePlaces_AreEqualInAnyOrder()
    {
        var one = new TenantPlacement("eu", [new("a", "x"), new("b", "y")]);

        Assert.Equal(one, new TenantPlacement("eu", [new("b", "y"), new("a", "x")]));
        Assert.NotEqual(one, new TenantPlacement("eu", [new("a", "y"), new("b", "x")]));
        Assert.NotEqual(one, new TenantPlacement(null, [new("a", "x"), new("b", "y")]));
        Assert.False(TenantPlacement.Anywhere.IsPinned);
    }

    [Fact]
    public void OneClusterTwice_IsRefused() => Assert.Throws<ArgumentException>(() => new TenantPlacement(null, [new("a", "x"), new("a", "y")]));
}
