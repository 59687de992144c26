using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Tenants;

/// <summary>The durable record of tenants and, because the two are created together, of their first key generations.</summary>
public interface ITenantStore
{
    ValueTask<IReadOnlyList<Tenant>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Writes tenant and generations in one transaction, durable when it returns.</summary>
    ValueTask<CreateTenantOutcome> CreateAsync(Tenant tenant, IReadOnlyList<GenerationRecord> generations, CancellationToken cancellationToken);
}

public enum CreateTenantOutcome
{
    Created,

    /// <summary>A tenant of that id exists with the same organizations and hosts: nothing was written.</summary>
    AlreadyExists,

    /// <summary>The id, an organization or a host belongs to another definition: nothing was written.</summary>
    Conflict,
}
