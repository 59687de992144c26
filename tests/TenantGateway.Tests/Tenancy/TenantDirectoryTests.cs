using Microsoft.Extensions.Logging.Abstractions;
using TenantGateway.Core.Tenants;
using TenantGateway.Tenancy;
using TenantGateway.Tests.Fakes;

namespace TenantGateway.Tests.Tenancy;

public sealed class TenantDirectoryTests
{
    private readonly InMemoryTenants _store = new();

    [Fact]
    public async Task Reload_ShowsWhatTheStoreHolds()
    {
        using var directory = new TenantDirectory(_store, TimeProvider.System, NullLogger<TenantDirectory>.Instance);
        Assert.Empty(directory.All);
        _store.Add(TenantOf("acme", "org_a"));

        await directory.ReloadAsync(CancellationToken.None);

        Assert.Equal("acme", directory.Find(TenantId.Parse("acme"))?.Id.Value);
        Assert.Equal("acme", directory.FindByOrganization("https://issuer/", "org_a")?.Id.Value);
        Assert.Equal("acme", directory.FindByHost("acme.localhost")?.Id.Value);
        Assert.Null(directory.FindByOrganization("https://other/", "org_a"));
        Assert.Null(directory.FindByOrganization("", ""));
    }

    [Fact]
    public async Task OrganizationClaimedTwice_KeepsTheFormerSnapshot()
    {
        using var directory = new TenantDirectory(_store, TimeProvider.System, NullLogger<TenantDirectory>.Instance);
        _store.Add(TenantOf("acme", "org_a"));
        await directory.ReloadAsync(CancellationToken.None);
        _store.Add(TenantOf("globex", "org_a"));

        await Assert.ThrowsAsync<ArgumentException>(async () => await directory.ReloadAsync(CancellationToken.None));

        Assert.Equal("acme", directory.FindByOrganization("https://issuer/", "org_a")?.Id.Value);
        Assert.Null(directory.FindByHost("globex.localhost"));
    }

    private static Tenant TenantOf(string id, string organization) => new()
    {
        Id = TenantId.Parse(id),
        DisplayName = id,
        State = TenantState.Active,
        Organizations = [new OrganizationBinding("https://issuer/", organization)],
        Hosts = [id + ".localhost"],
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
