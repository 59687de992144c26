namespace TenantGateway.Core.Tenants;

/// <summary>The tenants as this process knows them, in memory: answers without I/O.</summary>
public interface ITenantDirectory
{
    Tenant? Find(TenantId id);

    Tenant? FindByOrganization(string issuer, string organizationId);

    /// <param name="host">Lower case, without port.</param>
    Tenant? FindByHost(string host);

    IReadOnlyCollection<Tenant> All { get; }

    /// <summary>Reads the store again; called at start and after every change made here.</summary>
    ValueTask ReloadAsync(CancellationToken cancellationToken);
}
