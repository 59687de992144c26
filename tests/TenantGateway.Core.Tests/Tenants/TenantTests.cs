using System.Reflection;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Tenants;

public class TenantTests
{
    private static readonly string[] NoDefinition = [nameof(Tenant.Id), nameof(Tenant.State), nameof(Tenant.CreatedAt), nameof(Tenant.Revision)];

    private static readonly Tenant Acme = new()
    {
        Id = TenantId.Parse("acme"),
        DisplayName = "Acme",
        State = TenantState.Active,
        Organizations = [new OrganizationBinding("https://i/", "org_a"), new OrganizationBinding("https://i/", "org_b") { Label = "B" }],
        Hosts = ["a.example", "b.example"],
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    private static readonly Dictionary<string, Tenant> Changed = new()
    {
        [nameof(Tenant.Id)] = Acme with { Id = TenantId.Parse("other") },
        [nameof(Tenant.DisplayName)] = Acme with { DisplayName = "Other" },
        [nameof(Tenant.State)] = Acme with { State = TenantState.Suspended },
        [nameof(Tenant.Organizations)] = Acme with { Organizations = [Acme.Organizations[0], Acme.Organizations[1] with { Label = "C" }] },
        [nameof(Tenant.Hosts)] = Acme with { Hosts = ["a.example"] },
        [nameof(Tenant.CreatedAt)] = Acme with { CreatedAt = DateTimeOffset.MaxValue },
        [nameof(Tenant.Revision)] = Acme with { Revision = 9 },
        [nameof(Tenant.Quotas)] = Acme with { Quotas = new QuotaOverrides(Burst: 1) },
        [nameof(Tenant.Placement)] = Acme with { Placement = new TenantPlacement("eu", []) },
    };

    [Fact]
    public void EveryPropertyButThoseOfItsLife_DefinesIt()
    {
        foreach (var property in typeof(Tenant).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            Assert.True(Changed.TryGetValue(property.Name, out var changed), $"{property.Name} has no row here.");
            Assert.Equal(NoDefinition.Contains(property.Name), Acme.DefinesTheSameAs(changed));
        }
    }

    [Fact]
    public void OrderAndSharedActors_DefineNothing()
    {
        var other = Acme with { Hosts = [.. Acme.Hosts.Reverse()], Organizations = [.. Acme.Organizations.Reverse().Select(binding => binding with { SharesActors = true })] };

        Assert.True(Acme.DefinesTheSameAs(other));
        Assert.True(other.DefinesTheSameAs(Acme));
    }

    [Fact]
    public void RolesOfAnOrganization_DefineIt()
    {
        var limited = Acme with { Organizations = [Acme.Organizations[0] with { Roles = RoleCeiling.Parse("agent") }, Acme.Organizations[1]] };

        Assert.False(Acme.DefinesTheSameAs(limited));
        Assert.True(limited.DefinesTheSameAs(limited with { Organizations = [Acme.Organizations[0] with { Roles = RoleCeiling.Parse("agent") }, Acme.Organizations[1]] }));
    }

    [Fact]
    public void Reference_IsOfThePairAlone()
    {
        var reference = new OrganizationBinding("https://i/", "org_a").Reference.Value;

        Assert.Matches("^or_[a-z2-7]{26}$", reference);
        Assert.Equal(reference, (new OrganizationBinding("https://i/", "org_a") { Label = "x", SharesActors = true }).Reference.Value);
        Assert.NotEqual(reference, new OrganizationBinding("https://i/o", "rg_a").Reference.Value);
        Assert.NotEqual(reference, new OrganizationBinding("https://j/", "org_a").Reference.Value);
    }
}
