using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tests.Fakes;

/// <summary>A tenant store and provisioning in memory, with the contract of the real ones.</summary>
internal sealed class InMemoryTenants : ITenantStore, ITenantProvisioning
{
    private readonly List<Tenant> _tenants = [];

    /// <summary>Called before a creation returns, as the real one makes the directory read again.</summary>
    public Func<Task> Changed { get; set; } = () => Task.CompletedTask;

    /// <summary>What creating throws, if anything.</summary>
    public Exception? Fault { get; set; }

    public void Add(Tenant tenant)
    {
        lock (_tenants) _tenants.Add(tenant);
    }

    public void Change(TenantId id, Func<Tenant, Tenant> change)
    {
        lock (_tenants) _tenants[_tenants.FindIndex(tenant => tenant.Id == id)] = change(_tenants.First(tenant => tenant.Id == id));
    }

    public ValueTask<IReadOnlyList<Tenant>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_tenants) return ValueTask.FromResult<IReadOnlyList<Tenant>>([.. _tenants]);
    }

    public ValueTask<CreateTenantOutcome> CreateAsync(Tenant tenant, IReadOnlyList<GenerationRecord> generations, CancellationToken cancellationToken)
    {
        lock (_tenants)
        {
            if (_tenants.Find(known => known.Id == tenant.Id) is { } same)
            {
                var equal = same.DisplayName == tenant.DisplayName && same.Organizations.ToHashSet().SetEquals(tenant.Organizations) && same.Hosts.ToHashSet().SetEquals(tenant.Hosts);
                return ValueTask.FromResult(equal ? CreateTenantOutcome.AlreadyExists : CreateTenantOutcome.Conflict);
            }

            if (_tenants.Exists(known => known.Organizations.Any(tenant.Organizations.Contains) || known.Hosts.Any(tenant.Hosts.Contains)))
            {
                return ValueTask.FromResult(CreateTenantOutcome.Conflict);
            }

            _tenants.Add(tenant);
            return ValueTask.FromResult(CreateTenantOutcome.Created);
        }
    }

    async ValueTask<CreateTenantOutcome> ITenantProvisioning.CreateAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        if (Fault is not null) throw Fault;
        var outcome = await CreateAsync(tenant, [], cancellationToken);
        await Changed();
        return outcome;
    }
}
