using Microsoft.Extensions.Options;
using TenantGateway.Auditing.Checkpoints;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing;

/// <summary>
/// The audit trail. A caller who stops waiting does not take the entry back; one who is told that it could not be made durable in time may
/// still find it in the trail if the writer had it in hand.
/// </summary>
internal sealed class AuditLog(
    AuditWriter writer, DetailsSealer sealer, AnonymousRefusalCounts anonymous, RepeatedDenials denials, CheckpointSignal signal, IOptions<AuditOptions> options, TimeProvider time, AuditMetrics metrics, ILogger<AuditLog> logger) : IAuditTrail
{
    /// <summary>How many people one record names at most; more take several records.</summary>
    internal const int MaxSubjects = 256;

    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(options.Value.CommitTimeoutSeconds);

    // What could not be recorded when its minute was over.
    private readonly List<AuditEntry> _kept = [];

    public ValueTask CommitAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (denials.TryCount(entry)) return ValueTask.CompletedTask;
        return entry.Subjects.Length <= MaxSubjects ? CommitOneAsync(entry, _timeout, cancellationToken) : CommitPartsAsync(entry, cancellationToken);
    }

    public ValueTask CommitWithoutLimitAsync(AuditEntry entry, CancellationToken cancellationToken) => CommitOneAsync(entry, Timeout.InfiniteTimeSpan, cancellationToken);

    private async ValueTask CommitPartsAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        var parts = (entry.Subjects.Length + MaxSubjects - 1) / MaxSubjects;
        var commits = entry.Subjects.Chunk(MaxSubjects).Select((subjects, i) => entry with
        {
            Subjects = [.. subjects],
            Part = new AuditPart(i + 1, parts),
            // Counted once.
            Disclosures = i == 0 ? entry.Disclosures : [],
            Unverified = i == 0 ? entry.Unverified : null,
            Details = i == 0 ? entry.Details : null,
        }).Select(part => CommitOneAsync(part, _timeout, cancellationToken).AsTask());
        await Task.WhenAll(commits);
    }

    private async ValueTask CommitOneAsync(AuditEntry entry, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var pending = new PendingEntry(entry, await sealer.SealAsync(entry));
        var left = limit == Timeout.InfiniteTimeSpan ? limit : TimeSpan.FromTicks(Math.Max(0, (limit - time.GetElapsedTime(started)).Ticks));
        try
        {
            await writer.AppendAsync(pending).WaitAsync(left, time, cancellationToken);
            if (entry.Event.IsOfKeys) signal.Raise();
        }
        catch (TimeoutException exception)
        {
            pending.Abandon();
            metrics.Failed(1);
            throw new AuditUnavailableException($"The audit trail was not written within {limit.TotalSeconds} s.", exception);
        }
        catch (AuditUnavailableException)
        {
            metrics.Failed(1);
            throw;
        }
    }

    public void CountAnonymousRefusal(Reason reason) => anonymous.Add(reason);

    /// <summary>
    /// Records what was only counted since the last time: anonymous refusals, and the repeated denials of actors. What cannot be recorded is kept. Nobody waits for it, so it
    /// has no time limit: one that ran out would leave in doubt whether the counts are in the trail. One caller at a time.
    /// </summary>
    internal async Task FlushCountsAsync()
    {
        _kept.AddRange(denials.Take());
        _kept.AddRange(anonymous.Take().Select(count => SummaryOf(count.Key, count.Value)));
        Merge();
        while (_kept.Count > 0)
        {
            try
            {
                await writer.AppendAsync(new PendingEntry(_kept[0], SealedDetails.None));
                _kept.RemoveAt(0);
            }
            catch (AuditUnavailableException exception)
            {
                Log.CountsKept(logger, exception);
                return;
            }
        }
    }

    /// <summary>Adds up what is of one kind, so that a long outage keeps no more than there are kinds.</summary>
    private void Merge()
    {
        var sums = _kept.GroupBy(entry => entry with { Count = null }).Select(kind => kind.Key with { Count = kind.Sum(entry => entry.Count) }).ToList();
        _kept.Clear();
        _kept.AddRange(sums);
    }

    private static AuditEntry SummaryOf(string code, long count) => new()
    {
        Event = AuditEvent.AnonymousRefusals,
        Tenant = TenantId.Operator,
        Outcome = code,
        Count = count,
    };
}
