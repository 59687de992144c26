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
    internal ValueTask<SealedDetails> SealAsync(AuditEntry entry) =>
        entry.Details is { } details ? SealAsync(entry, details) : ValueTask.FromResult(SealedDetails.None);

    private async ValueTask<SealedDetails> SealAsync(AuditEntry entry, AuditDetails details)
    {
        try
        {
            var leasing = keyRings.LeaseAsync(entry.Tenant, ReadOnlyMemory<KeyId>.Empty, CancellationToken.None);
            using var lease = leasing.IsCompletedSuccessfully ? leasing.Result : await WaitAsync(leasing.AsTask());
            return new SealedDetails(AuditDetailsSeal.Seal(lease.Ring.Audit, details, out var commitment), commitment);
        }
        catch (Exception exception) when (exception is KeyServiceException or TimeoutException)
        {
            metrics.DetailsDropped();
            Log.DetailsDropped(logger, entry.Tenant, exception);
            return SealedDetails.Dropped;
        }
    }

    private async Task<KeyRingLease> WaitAsync(Task<KeyRingLease> leasing)
    {
        try
        {
            return await leasing.WaitAsync(_timeout, time);
        }
        catch (TimeoutException)
        {
            _ = GiveBackAsync(leasing);
            throw;
        }
    }

    // One that comes too late.
    private static async Task GiveBackAsync(Task<KeyRingLease> leasing)
    {
        using var late = await leasing;
    }
}
