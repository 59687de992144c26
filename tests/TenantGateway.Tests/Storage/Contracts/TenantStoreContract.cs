using System.Data.Common;
using Dapper;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage.Contracts;

public abstract class TenantStoreContract : StorageContract
{
    private TenantStore Tenants => new(Database);

    [Fact]
    public async Task Created_IsThereAfterARestart()
    {
        var tenant = Acme with { CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)).AddTicks(1234567) };
        Assert.Equal(CreateTenantOutcome.Created, await CreateAsync(tenant, Generations.Unsigned("acme", 1)));
        using var restarted = Storage.Open();
        var read = Assert.Single(await new TenantStore(restarted).ListAsync(default));
        Assert.Equal(tenant, read with { Organizations = tenant.Organizations, Hosts = tenant.Hosts });
        Assert.Equal<OrganizationBinding>(tenant.Organizations, read.Organizations);
        Assert.Equal<string>(tenant.Hosts, read.Hosts);
        Assert.Equal("acme", Assert.Single(await new GenerationStore(restarted).ListAsync(default)).Tenant.Value);
    }

    [Fact]
    public async Task WholeDefinition_IsThereAfterARestart()
    {
        var tenant = Rich;
        await CreateAsync(tenant);
        using var restarted = Storage.Open();

        var read = Assert.Single(await new TenantStore(restarted).ListAsync(default));

        Assert.True(tenant.DefinesTheSameAs(read));
        Assert.Equal((tenant.Quotas, tenant.Placement, 1L), (read.Quotas, read.Placement, read.Revision));
        Assert.Equal<OrganizationBinding>(tenant.Organizations, read.Organizations);
    }

    [Fact]
    public async Task Update_ReplacesTheDefinitionAndLeavesTheRest()
    {
        await CreateAsync(Acme);
        await new TenantLives(Database, new GenerationStore(Database)).TrySetStateAsync(Acme.Id, TenantState.Active, TenantState.Suspended, default);

        var result = await Tenants.UpdateAsync(Rich with { CreatedAt = DateTimeOffset.MaxValue, State = TenantState.Active }, 1, default);

        var read = Assert.Single(await Tenants.ListAsync(default));
        Assert.Equal((UpdateTenantOutcome.Updated, 1L, 2L), (result.Outcome, result.Before?.Revision, result.After?.Revision));
        Assert.True(Rich.DefinesTheSameAs(read));
        Assert.Equal((TenantState.Suspended, Acme.CreatedAt, 2L), (read.State, read.CreatedAt, read.Revision));
    }

    [Fact]
    public async Task Update_OfWhatIsDefinedSo_OfAnotherRevision_OrOfNobody_WritesNothing()
    {
        await CreateAsync(Acme);
        Assert.Equal(UpdateTenantOutcome.Unchanged, (await Tenants.UpdateAsync(Acme, 99, default)).Outcome);
        Assert.Equal(UpdateTenantOutcome.OtherRevision, (await Tenants.UpdateAsync(Rich, 2, default)).Outcome);
        Assert.Equal(UpdateTenantOutcome.UnknownTenant, (await Tenants.UpdateAsync(StateHost.TenantOf("nobody"), 1, default)).Outcome);

        Assert.Equal(1, Assert.Single(await Tenants.ListAsync(default)).Revision);
    }

    [Fact]
    public async Task Update_ToWhatIsAnothers_ConflictsAndWritesNothing()
    {
        await CreateAsync(Rich);
        var globex = StateHost.TenantOf("globex");
        await CreateAsync(globex);

        foreach (var greedy in (Tenant[])
        [
            globex with { Hosts = [Rich.Hosts[0]] },
            globex with { Organizations = [new OrganizationBinding(Rich.Organizations[0].Issuer, Rich.Organizations[0].OrganizationId)] },
            globex with { Placement = new TenantPlacement(null, [new("crm", "acme-crm")]) },
        ])
        {
            Assert.Equal(UpdateTenantOutcome.Conflict, (await Tenants.UpdateAsync(greedy, 1, default)).Outcome);
        }

        // The same name twice is the cluster that all share.
        Assert.Equal(UpdateTenantOutcome.Updated, (await Tenants.UpdateAsync(globex with { Placement = new TenantPlacement(null, [new("billing", "billing")]) }, 1, default)).Outcome);
    }

    [Fact]
    public async Task ConcurrentUpdatesOfOneRevision_OneIsDone()
    {
        await CreateAsync(Acme);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Tenants.UpdateAsync(Acme with { DisplayName = $"Acme {i}" }, 1, default).AsTask()));

        Assert.Single(results, result => result.Outcome == UpdateTenantOutcome.Updated);
        Assert.All(results.Where(result => result.Outcome != UpdateTenantOutcome.Updated), result => Assert.Equal(UpdateTenantOutcome.OtherRevision, result.Outcome));
        Assert.Equal(2, Assert.Single(await Tenants.ListAsync(default)).Revision);
    }

    [Fact]
    public async Task BindingFromBeforeOrganizationsHadActors_KeepsThem_AndANewOneHasItsOwn()
    {
        await CreateAsync(Acme);
        await using (var stranger = await Storage.ConnectAsync()) await stranger.ExecuteAsync("UPDATE tenant_organizations SET shares_actors = 1");

        await Tenants.UpdateAsync(Rich, 1, default);

        var read = Assert.Single(await Tenants.ListAsync(default));
        Assert.All(Acme.Organizations, binding => Assert.True(read.Find(binding.Key)?.SharesActors));
        Assert.False(read.Find(new OrganizationKey("https://login.example/", "org_affiliate"))?.SharesActors);
    }

    [Fact]
    public async Task SameDefinitionAgain_AlreadyExistsAndWritesNothing()
    {
        await CreateAsync(Acme, Generations.Unsigned("acme", 1));
        var reordered = Acme with { Hosts = [.. Acme.Hosts.Reverse(), Acme.Hosts[0]], Organizations = [.. Acme.Organizations.Reverse()] };
        Assert.Equal(CreateTenantOutcome.AlreadyExists, await CreateAsync(reordered, Generations.Unsigned("acme", 2)));
        Assert.Equal(KeyId.FromBits(1), Assert.Single(await new GenerationStore(Database).ListAsync(default)).KeyId);
    }

    [Fact]
    public async Task OtherDefinitionOfTheSameId_Conflicts()
    {
        await CreateAsync(Acme);
        Assert.Equal(CreateTenantOutcome.Conflict, await CreateAsync(Acme with { DisplayName = "Other" }));
        Assert.Equal(CreateTenantOutcome.Conflict, await CreateAsync(Acme with { Hosts = [] }));
        Assert.Equal(CreateTenantOutcome.Conflict, await CreateAsync(Acme with { Hosts = [.. Acme.Hosts, "more.example"] }));
        Assert.Equal(CreateTenantOutcome.Conflict, await CreateAsync(Acme with { Organizations = [Acme.Organizations[0]] }));
    }

    [Fact]
    public async Task HostOrOrganizationOfAnotherTenant_ConflictsAndWritesNothing()
    {
        await CreateAsync(Acme);
        var globex = StateHost.TenantOf("globex");
        Assert.Equal(CreateTenantOutcome.Conflict, await CreateAsync(globex with { Hosts = ["new.example", Acme.Hosts[1]] }, Generations.Unsigned("globex", 5)));
        Assert.Equal(CreateTenantOutcome.Conflict, await CreateAsync(globex with { Organizations = [Acme.Organizations[1]] }, Generations.Unsigned("globex", 6)));
        Assert.Single(await Tenants.ListAsync(default));
        Assert.Empty(await new GenerationStore(Database).ListAsync(default));
        var sameNameOfAnotherIssuer = globex with { Organizations = [new("https://other.example/", Acme.Organizations[0].OrganizationId)] };
        Assert.Equal(CreateTenantOutcome.Created, await CreateAsync(sameNameOfAnotherIssuer));
    }

    [Fact]
    public async Task KeyIdOfAnotherTenant_WritesNothing()
    {
        await CreateAsync(Acme, Generations.Unsigned("acme", 1));
        await Assert.ThrowsAnyAsync<DbException>(() => CreateAsync(StateHost.TenantOf("globex"), Generations.Unsigned("globex", 2), Generations.Unsigned("globex", 1, KeyLine.Lookup)));
        Assert.Single(await Tenants.ListAsync(default));
        Assert.Single(await new GenerationStore(Database).ListAsync(default));
    }

    [Fact]
    public async Task SameTenantFromManySides_IsCreatedOnce()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => CreateAsync(Acme, Generations.Unsigned("acme", (uint)i)))));
        Assert.Single(outcomes, CreateTenantOutcome.Created);
        Assert.Equal(15, outcomes.Count(outcome => outcome == CreateTenantOutcome.AlreadyExists));
        Assert.Single(await new GenerationStore(Database).ListAsync(default));
    }

    [Fact]
    public async Task OneHostWantedByMany_GoesToOne()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => CreateAsync(StateHost.TenantOf("t" + i) with { Hosts = ["shared.example"] }))));
        Assert.Single(outcomes, CreateTenantOutcome.Created);
        Assert.Equal(15, outcomes.Count(outcome => outcome == CreateTenantOutcome.Conflict));
        Assert.Single(await Tenants.ListAsync(default));
    }

    private static Tenant Rich => Acme with
    {
        DisplayName = "Acme Holding",
        Organizations = [.. Acme.Organizations, new OrganizationBinding("https://login.example/", "org_affiliate") { Label = "Affiliate", Roles = RoleCeiling.Parse("agent support") }],
        Quotas = new QuotaOverrides(2.5, 7, 3),
        Placement = new TenantPlacement("eu-west", [new("crm", "acme-crm"), new("mail", "mail")]),
    };

    private static readonly Tenant Acme = StateHost.TenantOf("acme") with
    {
        State = TenantState.Suspended,
        Hosts = ["acme.example", "acme-2.example"],
        Organizations = [new("https://login.example/", "org_acme"), new("https://login.example/", "org_acme2")],
    };

    private Task<CreateTenantOutcome> CreateAsync(Tenant tenant, params GenerationRecord[] generations) => Tenants.CreateAsync(tenant, generations, default).AsTask();
}
