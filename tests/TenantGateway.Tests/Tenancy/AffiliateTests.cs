using System.Text.Json.Nodes;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Tenancy;

/// <summary>Further organizations of one customer: each acts within its tenant, as itself.</summary>
public sealed class AffiliateTests : IdentityTest
{
    private static readonly TenantId Conglomerate = TenantId.Parse("conglomerate");

    [Fact]
    public async Task SamePersonOfTwoOrganizations_IsTwoActorsOfOneTenant()
    {
        await AddAsync(tenant => tenant);

        var (head, affiliate) = ((await GetAsync(Draft("org_head"))).Admitted, (await GetAsync(Draft("org_affiliate"))).Admitted);

        Assert.Equal(("conglomerate", "conglomerate"), (head.ActorTenant, affiliate.ActorTenant));
        Assert.NotEqual(head.Actor, affiliate.Actor);
        Assert.Equal(head.Actor, (await GetAsync(Draft("org_head"))).Admitted.Actor);
    }

    [Fact]
    public async Task OrganizationsFromBefore_ShareTheirActors_AndANewOneDoesNot()
    {
        await AddAsync(tenant => tenant with { Organizations = [.. tenant.Organizations.Select((binding, i) => binding with { SharesActors = i < 2 })] });

        var actors = new List<string>();
        foreach (var organization in (string[])["org_head", "org_affiliate", "org_new"]) actors.Add((await GetAsync(Draft(organization))).Admitted.Actor);

        Assert.Equal(actors[0], actors[1]);
        Assert.NotEqual(actors[0], actors[2]);
    }

    [Fact]
    public async Task CeilingOfAnOrganization_HoldsForItsMembersAlone()
    {
        await AddAsync(tenant => tenant with
        {
            Organizations = [tenant.Organizations[0], tenant.Organizations[1] with { Roles = RoleCeiling.Parse("support") }, tenant.Organizations[2] with { Roles = RoleCeiling.Parse("") }],
        });

        Assert.Equal(["agent", "support"], await RolesAsync("org_head"));
        Assert.Equal(["support"], await RolesAsync("org_affiliate"));
        Assert.Empty(await RolesAsync("org_new"));
    }

    [Fact]
    public async Task HostOfTheTenant_ServesAllItsOrganizations_AndNobodyElses()
    {
        await AddAsync(tenant => tenant);

        Assert.Equal("conglomerate", (await GetAsync(Draft("org_affiliate"), "conglomerate.localhost")).Admitted.Tenant);
        Assert.Equal("tenant_mismatch", (await GetAsync(Draft("org_acme"), "conglomerate.localhost")).Code);
        // The name of an organization means nothing at another issuer, and nothing in part.
        Assert.Equal("unknown_organization", (await GetAsync(Draft("org_affiliat"))).Code);
    }

    private async Task<string[]> RolesAsync(string organization)
    {
        var draft = Draft(organization);
        draft.Payload["roles"] = new JsonArray("agent", "support");
        return [.. (await GetAsync(draft)).Admitted.Roles.Order(StringComparer.Ordinal)];
    }

    private async Task AddAsync(Func<Tenant, Tenant> change)
    {
        Parts.Tenants.Add(change(new Tenant
        {
            Id = Conglomerate,
            DisplayName = "Conglomerate",
            State = TenantState.Active,
            Organizations = [.. ((string[])["org_head", "org_affiliate", "org_new"]).Select(id => new OrganizationBinding(Issuer.Name, id))],
            Hosts = ["conglomerate.localhost"],
            CreatedAt = DateTimeOffset.UnixEpoch,
        }));
        await Parts.Tenants.Changed();
    }
}
