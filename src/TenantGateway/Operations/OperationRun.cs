using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Operations;

namespace TenantGateway.Operations;

/// <summary>
/// One run of one operation, from its claim to its end. The claim is a compare-and-set on the epoch, so of two processes one runs it; it is kept
/// by a lease, so what a crash interrupted is taken up again once the lease is over.
/// </summary>
internal sealed class OperationRun(IOperations operations, OperationLedger ledger, OperationTrail trail, OperationExpiry expiry, TimeProvider time, ILogger<OperationRun> logger)
{
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Renewal = Lease / 3;

    internal async Task RunAsync(OperationRecord record, CancellationToken stoppingToken)
    {
        if (operations.Kinds.GetValueOrDefault(record.Operation.Kind) is not { } kind) return;

        // :: Step 1: in time, and still what was approved. A run that was interrupted has changed things already; it only goes on.
        if (record.Operation.State == OperationState.Approved)
        {
            if (time.GetUtcNow() >= record.Operation.ExpiresAt)
            {
                await expiry.ExpireAsync(record, stoppingToken);
                return;
            }

            if (await OperationPlans.RefusalNowAsync(kind, record.Operation, stoppingToken) is { } stale)
            {
                await EndAsync(record, stale);
                return;
            }
        }
        else
        {
            Log.Resumed(logger, record.Operation.Id);
        }

        // :: Step 2: the claim, and the intent on record
        var claimed = await ledger.TryChangeAsync(record, operation => operation with { State = OperationState.Running }, time.GetUtcNow() + Lease, stoppingToken);
        if (claimed is null) return;
        try
        {
            await trail.RecordAsync(AuditEvent.OperationRun, claimed.Operation, claimed.Operation.DecidedBy, "intent");
            // :: Step 3: the deed
            var failure = await DoAsync(kind, claimed.Operation, stoppingToken);
            // :: Step 4: its record and its end
            await EndAsync(claimed, failure);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            await ledger.TryLeaseAsync(claimed.Operation, null, CancellationToken.None);
            throw;
        }
    }

    private async Task<Reason?> DoAsync(IOperationKind kind, Operation operation, CancellationToken stoppingToken)
    {
        using var run = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        using var renewal = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var renewing = KeepLeaseAsync(operation, run, renewal.Token);
        try
        {
            return (await kind.RunAsync(operation, run.Token)).Failure;
        }
        catch (Exception fault) when (!run.IsCancellationRequested)
        {
            Log.RunFailed(logger, operation.Id, operation.Kind, operation.Tenant, fault.GetType().Name);
            return fault switch
            {
                KeyServiceException refused => refused.Refusal.Reason,
                AuditUnavailableException => Reasons.AuditUnavailable,
                _ => Reasons.InternalError,
            };
        }
        finally
        {
            await renewal.CancelAsync();
            await renewing;
        }
    }

    // Where the lease is lost the run is ended: whoever has it now does the same work.
    private async Task KeepLeaseAsync(Operation operation, CancellationTokenSource run, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Renewal, time, cancellationToken);
                if (await ledger.TryLeaseAsync(operation, time.GetUtcNow() + Lease, cancellationToken)) continue;
                Log.LeaseLost(logger, operation.Id);
                await run.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
        catch (Exception fault)
        {
            // The lease could not be moved, so it may run out: better two attempts than two runs at once.
            Log.RunFailed(logger, operation.Id, operation.Kind, operation.Tenant, fault.GetType().Name);
            await run.CancelAsync();
        }
    }

    private async Task EndAsync(OperationRecord record, Reason? failure)
    {
        var outcome = failure?.Code ?? "ok";
        // On record first: a run whose end cannot be recorded is not over, and is done again.
        await trail.RecordAsync(AuditEvent.OperationRun, record.Operation, record.Operation.DecidedBy, outcome);
        await ledger.TryChangeAsync(
            record, operation => operation.EndedAs(failure is null ? OperationState.Done : OperationState.Failed, outcome, time.GetUtcNow()), null, CancellationToken.None);
    }
}
