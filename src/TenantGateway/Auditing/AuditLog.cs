using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing;

/// <summary>
/// The audit trail. A caller who stops waiting does not take the entry back; one who is told that it could not be made durable in time may
/// still find it in the trail if the writer had it in hand.
/// </summary>
internal sealed class AuditLog(
    AuditWriter writer, DetailsSealer sealer, AnonymousRefusalCounts anonymous, IOptions<AuditOptions> options, TimeProvider time, AuditMetrics metrics, ILogger<AuditLog> logger) : IAuditTrail
{
    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(options.Value.CommitTimeoutSeconds);

    public async ValueTask CommitAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var pending = new PendingEntry(entry, await sealer.SealAsync(entry));
        var left = _timeout - time.GetElapsedTime(started);
        try
        {
            await writer.AppendAsync(pending).WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            pending.Abandon();
            metrics.Failed(1);
            throw new AuditUnavailableException($"The audit trail was not written within {_timeout.TotalSeconds} s.", exception);
        }
        catch (AuditUnavailableException)
        {
            metrics.Failed(1);
            throw;
        }
    }

    public void CountAnonymousRefusal(Reason reason) => anonymous.Add(reason);

    /// <summary>
    /// Records the counts of anonymous refusals since the last time; what cannot be recorded is kept. Nobody waits for it, so it has no time
    /// limit: one that ran out would leave in doubt whether the counts are in the trail.
    /// </summary>
    internal async Task FlushAnonymousAsync()
    {
        var taken = anonymous.Take();
        for (var i = 0; i < taken.Count; i++)
        {
            try
            {
                await writer.AppendAsync(new PendingEntry(SummaryOf(taken[i].Key, taken[i].Value), SealedDetails.None));
            }
            catch (AuditUnavailableException exception)
            {
                foreach (var (code, count) in taken.Skip(i)) anonymous.Add(code, count);
                Log.AnonymousRefusalsKept(logger, exception);
                return;
            }
        }
    }

    private static AuditEntry SummaryOf(string code, long count) => new()
    {
        Event = AuditEvent.AnonymousRefusals,
        Tenant = TenantId.Operator,
        Outcome = code,
        Count = count,
    };
}
