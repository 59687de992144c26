using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Termination;

/// <summary>What the admin plane does with the life of a tenant at one person's word; what ends it or a hold is an operation.</summary>
public interface ITenantCare
{
    ValueTask<TenantLife?> FindAsync(TenantId tenant, CancellationToken cancellationToken);

    ValueTask<CareOutcome> SuspendAsync(TenantId tenant, CancellationToken cancellationToken);

    ValueTask<CareOutcome> ResumeAsync(TenantId tenant, CancellationToken cancellationToken);

    ValueTask<CareOutcome> HoldAsync(TenantId tenant, ActorId by, CancellationToken cancellationToken);
}

public enum CareOutcome
{
    Done,

    /// <summary>It was so before.</summary>
    Unchanged,

    UnknownTenant,

    /// <summary>The tenant is in a state that does not allow it.</summary>
    Conflict,
}
