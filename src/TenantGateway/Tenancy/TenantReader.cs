using TenantGateway.Core.State;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

/// <summary>Has the directory read again where tenants may have changed.</summary>
internal sealed class TenantReader(ITenantDirectory directory) : IStateReader
{
    public ValueTask ReloadAsync(CancellationToken cancellationToken) => directory.ReloadAsync(cancellationToken);
}
