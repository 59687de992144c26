using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

/// <summary>Changes what defines tenants, and makes this process go by it at once.</summary>
internal sealed class TenantAmendments(ITenantStore store, ITenantDirectory directory, ILogger<TenantAmendments> logger) : ITenantAmendments
{
    public async ValueTask<UpdateTenantResult> UpdateAsync(Tenant definition, long revision, CancellationToken cancellationToken)
    {
        var result = await store.UpdateAsync(definition, revision, cancellationToken);
        // Also where nothing was written: a change that was cut off, or another process's, becomes known here.
        await directory.ReloadAsync(CancellationToken.None);
        if (result is { Outcome: UpdateTenantOutcome.Updated, After: { } after }) Log.TenantChanged(logger, after.Id, after.Revision);
        return result;
    }
}
