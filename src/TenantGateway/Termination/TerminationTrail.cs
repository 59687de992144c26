using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Termination;

/// <summary>Records in the operator's log what happens to tenants without a request.</summary>
internal sealed class TerminationTrail(IAuditTrail audit)
{
    /// <exception cref="AuditUnavailableException">Nothing may happen that cannot be recorded.</exception>
    internal ValueTask RecordAsync(AuditEvent happened, TenantId tenant, string outcome, ActorId? actor = null) =>
        audit.CommitAsync(new AuditEntry { Event = happened, Tenant = TenantId.Operator, Outcome = outcome, Actor = actor, Subject = tenant.Value }, CancellationToken.None);
}
