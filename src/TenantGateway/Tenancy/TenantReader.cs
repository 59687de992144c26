using TenantGateway.Core.State;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

/// <summary>Has the directory read again where tenants may have changed.</summary>
internal sealed class TenantReader(ITenantDirectory directory, PlacementReport places) : IStateReader
{
    public async ValueTask ReloadAsync(CancellationToken cancellationToken)
    {
        await directory.ReloadAsync(cancellationToken);
        places.LookAgain();
    }
}
