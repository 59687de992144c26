namespace TenantGateway.Core.Tenants;

/// <summary>Changes what defines a tenant. The directory knows of it when this returns, and every other process by the next look at the state.</summary>
public interface ITenantAmendments
{
    /// <param name="definition">The whole of what is to hold from now on; its state, revision and time of creation say nothing.</param>
    /// <param name="revision">The revision that was read before.</param>
    /// <param name="cancellationToken">Ends the waiting before anything is written.</param>
    ValueTask<UpdateTenantResult> UpdateAsync(Tenant definition, long revision, CancellationToken cancellationToken);
}
