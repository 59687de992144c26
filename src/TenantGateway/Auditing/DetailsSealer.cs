using Microsoft.Extensions.Options;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;

namespace TenantGateway.Auditing;

/// <summary>
/// Seals the personal details of an entry under the tenant's audit key (<see cref="AuditDetailsSeal"/>). Without a usable key the details are dropped; they are never
/// stored in the clear.
/// </summary>
internal sealed class DetailsSealer(
    IKeyRings keyRings, IOptions<AuditOptions> options, TimeProvider time, AuditMetrics metrics, ILogger<DetailsSealer> logger)
{
    // Half of a caller's time: the entry matters more than its details.
    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(options.Value.CommitTimeoutSeconds / 2.0);

    /// <summary>Seals within a bounded time; does not throw for keys that cannot be used.</summary>
    internal ValueTask<SealedDetails> SealAsync(AuditEntry entry)
    {
        if (entry.Details is not { } details) return ValueTask.FromResult(SealedDetails.None);
        // Keys that are held come at once.
        var leasing = keyRings.LeaseAsync(entry.Tenant, ReadOnlyMemory<KeyId>.Empty, CancellationToken.None);
        if (!leasing.IsCompletedSuccessfully) return SealAsync(leasing, entry, details);
        using var lease = leasing.Result;
        return ValueTask.FromResult(Seal(lease, details));
    }

    private async ValueTask<SealedDetails> SealAsync(ValueTask<KeyRingLease> leasing, AuditEntry entry, AuditDetails details)
    {
        var waited = leasing.AsTask();
        try
        {
            using var lease = await waited.WaitAsync(_timeout, time);
            return Seal(lease, details);
        }
        catch (Exception exception) when (exception is KeyServiceException or TimeoutException)
        {
            // A lease that comes too late ends at once.
            _ = waited.ContinueWith(static late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            metrics.DetailsDropped();
            Log.DetailsDropped(logger, entry.Tenant, exception);
            return SealedDetails.Dropped;
        }
    }

    private static SealedDetails Seal(KeyRingLease lease, AuditDetails details)
    {
        var bytes = AuditDetailsSeal.Seal(lease.Ring.Audit, details, out var commitment);
        return new SealedDetails(bytes, commitment);
    }
}
