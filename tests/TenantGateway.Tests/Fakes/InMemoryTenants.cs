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
                return ValueTask.FromResult(same.DefinesTheSameAs(tenant) ? CreateTenantOutcome.AlreadyExists : CreateTenantOutcome.Conflict);
            }

            if (IsClaimedElsewhere(tenant)) return ValueTask.FromResult(CreateTenantOutcome.Conflict);
            _tenants.Add(tenant);
            return ValueTask.FromResult(CreateTenantOutcome.Created);
        }
    }

    public ValueTask<UpdateTenantResult> UpdateAsync(Tenant tenant, long revision, CancellationToken cancellationToken)
    {
        lock (_tenants)
        {
            var at = _tenants.FindIndex(known => known.Id == tenant.Id);
            if (at < 0) return ValueTask.FromResult(new UpdateTenantResult(UpdateTenantOutcome.UnknownTenant, null, null));
            var before = _tenants[at];
            var outcome =
                before.State is not (TenantState.Active or TenantState.Suspended) ? UpdateTenantOutcome.Ended
                : before.DefinesTheSameAs(tenant) ? UpdateTenantOutcome.Unchanged
                : before.Revision != revision ? UpdateTenantOutcome.OtherRevision
                : IsClaimedElsewhere(tenant) ? UpdateTenantOutcome.Conflict
                : UpdateTenantOutcome.Updated;
            if (outcome == UpdateTenantOutcome.Updated) _tenants[at] = tenant with { State = before.State, CreatedAt = before.CreatedAt, Revision = before.Revision + 1 };
            return ValueTask.FromResult(new UpdateTenantResult(outcome, before, _tenants[at]));
        }
    }

    private bool IsClaimedElsewhere(Tenant tenant) => _tenants.Exists(known => known.Id != tenant.Id
        && (known.Organizations.Any(other => tenant.Find(other.Key) is not null) || known.Hosts.Any(tenant.Hosts.Contains)));

    async ValueTask<CreateTenantOutcome> ITenantProvisioning.CreateAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        if (Fault is not null) throw Fault;
        var outcome = await CreateAsync(tenant, [], cancellationToken);
        await Changed();
        return outcome;
    }
}
