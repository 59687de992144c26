using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Operations;

/// <summary>Records in the operator's log what happens to operations without a request: runs and expiries.</summary>
internal sealed class OperationTrail(IAuditTrail audit)
{
    /// <exception cref="AuditUnavailableException">Nothing may happen that cannot be recorded.</exception>
    internal ValueTask RecordAsync(AuditEvent happened, Operation operation, ActorId? actor, string outcome) => audit.CommitAsync(
        new AuditEntry { Event = happened, Tenant = TenantId.Operator, Outcome = outcome, Actor = actor, Subject = operation.AuditSubject },
        // What happened is recorded, whoever stops waiting.
        CancellationToken.None);
}
