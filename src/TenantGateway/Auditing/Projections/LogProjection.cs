using System.Globalization;
using System.Security.Cryptography;
using TenantGateway.Core.Audit;

namespace TenantGateway.Auditing.Projections;

/// <summary>
/// What is made of the log once its records are durable, step by step and by one process at a time: each step renews a lease, and is a short transaction, so that the log, which has the same database, is
/// never held up. A step that fails is done again after a rest; records are not concerned.
/// </summary>
internal abstract class LogProjection(RecentBatches recent, TimeProvider time) : BackgroundService
{
    private const int FewestRecords = 512;

    /// <summary>How long a process that does no step keeps the turn.</summary>
    protected static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private readonly WorkSlices _slices = new(time);
    private volatile bool _hasFailed;

    /// <summary>True from a step that failed to the next that does not.</summary>
    internal bool HasFailed => _hasFailed;

    protected TimeProvider Time => time;

    /// <summary>This process, as the lease names it.</summary>
    protected string Holder { get; } = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");

    /// <summary>How long it rests where there is nothing to do.</summary>
    protected abstract TimeSpan Rest { get; }

    /// <summary>Whether the last step left something to do. One that has caught up rests: a step for each record would write more than the records themselves.</summary>
    protected bool IsBehind { get; set; }

    /// <summary>Does what there is to do next, and says whether there <see cref="IsBehind">is more</see>.</summary>
    /// <returns>False where there is nothing, or another process does it.</returns>
    internal abstract Task<bool> StepAsync(CancellationToken cancellationToken);

    /// <summary>Told once, until it has recovered.</summary>
    protected abstract void TellFailure(Exception fault);

    protected abstract void TellRecovery();

    /// <summary>Lets requests go first where the step has run for long. Within a step, between records.</summary>
    protected ValueTask GiveWayAsync() => _slices.GiveWayAsync();

    /// <summary>How many records a step takes: half of what there is, so that one which falls behind gets on with fewer transactions.</summary>
    protected static int RecordsOf(long behind, int most) => (int)Math.Clamp(behind / 2, FewestRecords, most);

    /// <summary>Batches of a log of that size from the one that holds an index, about so many records, wherever they are at hand.</summary>
    protected ValueTask<IReadOnlyList<AuditBatch>> BatchesAsync(IAuditStore log, long size, long from, int records, CancellationToken cancellationToken) =>
        recent.From(from, records, size) is { Count: > 0 } kept ? ValueTask.FromResult(kept) : log.ReadBatchesAsync(from, records, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var rest = Rest;
            while (true)
            {
                if (!await TryStepAsync(stoppingToken) || !IsBehind) await Task.Delay(rest, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Whoever starts next goes on.
        }
    }

    private async Task<bool> TryStepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var isBusy = await StepAsync(cancellationToken);
            if (_hasFailed) TellRecovery();
            _hasFailed = false;
            return isBusy;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // The database, and it comes back.
            if (!_hasFailed) TellFailure(fault);
            _hasFailed = true;
            return false;
        }
    }
}
