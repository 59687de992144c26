namespace TenantGateway.Core.Tenants;

/// <summary>Creates a tenant with its key-encryption key and the first generation of each key line. Idempotent. The directory knows the tenant when this returns.</summary>
public interface ITenantProvisioning
{
    ValueTask<CreateTenantOutcome> CreateAsync(Tenant tenant, CancellationToken cancellationToken);
}
