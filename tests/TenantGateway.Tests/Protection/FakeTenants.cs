using TenantGateway.Core.Tenants;

namespace TenantGateway.Tests.Protection;

/// <summary>Tenants in memory, active until a test suspends them.</summary>
internal sealed class FakeTenants(params TenantId[] tenants) : ITenantDirectory
{
    private readonly Dictionary<TenantId, Tenant> _tenants = tenants.ToDictionary(id => id, id => new Tenant
    {
        Id = id,
        DisplayName = id.Value,
        State = TenantState.Active,
        Organizations = [],
        Hosts = [],
        CreatedAt = DateTimeOffset.UnixEpoch,
    });

    public IReadOnlyCollection<Tenant> All => _tenants.Values;

    public void Suspend(TenantId id) => _tenants[id] = _tenants[id] with { State = TenantState.Suspended };

    public Tenant? Find(TenantId id) => _tenants.GetValueOrDefault(id);

    public Tenant? FindByOrganization(string issuer, string organizationId) => null;

    public Tenant? FindByHost(string host) => null;

    public ValueTask ReloadAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
