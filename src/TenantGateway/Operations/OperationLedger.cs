using TenantGateway.Core.Keys;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Operations;

/// <summary>The stored operations, signed when they are written and verified when they are read: one that does not verify is as good as none.</summary>
internal sealed class OperationLedger(IOperationStore store, IKeyEncryptionService keyService, ILogger<OperationLedger> logger)
{
    internal async ValueTask<OperationRecord> AddAsync(OperationRecord record, CancellationToken cancellationToken)
    {
        var signed = await SignAsync(record, cancellationToken);
        await store.AddAsync(signed, cancellationToken);
        LogMove(signed.Operation);
        return signed;
    }

    internal async ValueTask<OperationRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } record && Verifies(record, await keyService.GetSigningKeyAsync(cancellationToken)) ? record : null;

    internal async ValueTask<IReadOnlyList<OperationRecord>> ListAsync(OperationState? state, TenantId? tenant, int limit, CancellationToken cancellationToken)
    {
        var records = await store.ListAsync(state, tenant, limit, cancellationToken);
        if (records.Count == 0) return records;
        var signingKey = await keyService.GetSigningKeyAsync(cancellationToken);
        return [.. records.Where(record => Verifies(record, signingKey))];
    }

    /// <summary>Writes a change of the record as it was read, with the next epoch.</summary>
    /// <returns>Null where somebody else was faster.</returns>
    internal async ValueTask<OperationRecord?> TryChangeAsync(OperationRecord read, Func<Operation, Operation> change, DateTimeOffset? leasedUntil, CancellationToken cancellationToken)
    {
        var changed = read with { Operation = change(read.Operation) with { Epoch = read.Operation.Epoch + 1 }, LeasedUntil = leasedUntil };
        var signed = await SignAsync(changed, cancellationToken);
        if (!await store.TryChangeAsync(signed, cancellationToken)) return null;
        LogMove(signed.Operation);
        return signed;
    }

    internal ValueTask<bool> TryLeaseAsync(Operation operation, DateTimeOffset? until, CancellationToken cancellationToken) =>
        store.TryLeaseAsync(operation.Id, operation.Epoch, until, cancellationToken);

    private async ValueTask<OperationRecord> SignAsync(OperationRecord record, CancellationToken cancellationToken) =>
        record with { Signature = await keyService.SignAsync(RecordSignature.Digest(OperationRecordEncoding.Encode(record)), cancellationToken) };

    private bool Verifies(OperationRecord record, byte[] signingKey)
    {
        if (RecordSignature.Verify(signingKey, OperationRecordEncoding.Encode(record), record.Signature.Span)) return true;
        Log.RecordRefused(logger, record.Operation.Id);
        return false;
    }

    private void LogMove(Operation operation) => Log.Moved(logger, operation.Id, operation.Kind, operation.Tenant, OperationStates.NameOf(operation.State));
}
