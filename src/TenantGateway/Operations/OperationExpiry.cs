using TenantGateway.Core.Audit;
using TenantGateway.Core.Operations;

namespace TenantGateway.Operations;

/// <summary>Ends operations whose hour is over.</summary>
internal sealed class OperationExpiry(OperationLedger ledger, OperationTrail trail, TimeProvider time)
{
    internal const string Outcome = "expired";

    /// <exception cref="AuditUnavailableException">It cannot be recorded; it stays as it is, and can still not be approved.</exception>
    internal async ValueTask ExpireAsync(OperationRecord record, CancellationToken cancellationToken)
    {
        await trail.RecordAsync(AuditEvent.OperationExpired, record.Operation, record.Operation.RequestedBy, "intent");
        var expired = await ledger.TryChangeAsync(record, operation => operation.EndedAs(OperationState.Expired, Outcome, time.GetUtcNow()), null, cancellationToken);
        await trail.RecordAsync(AuditEvent.OperationExpired, record.Operation, record.Operation.RequestedBy, expired is null ? "unchanged" : "ok");
    }
}
