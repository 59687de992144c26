using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tests.Storage;

/// <summary>The simplest directory there can be: the list that the store gave last.</summary>
internal sealed class StoredTenants(ITenantStore store) : ITenantDirectory
{
    public IReadOnlyCollection<Tenant> All { get; private set; } = [];

    public Tenant? Find(TenantId id) => All.FirstOrDefault(tenant => tenant.Id == id);

    public Tenant? FindByOrganization(string issuer, string organizationId) =>
        All.FirstOrDefault(tenant => tenant.Find(new OrganizationKey(issuer, organizationId)) is not null);

    public Tenant? FindByHost(string host) => All.FirstOrDefault(tenant => tenant.Hosts.Contains(host));

    public async ValueTask ReloadAsync(CancellationToken cancellationToken) => All = await store.ListAsync(cancellationToken);
}
