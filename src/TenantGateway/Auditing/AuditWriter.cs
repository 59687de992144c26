using System.Buffers;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using TenantGateway.Auditing.Projections;
using TenantGateway.Core.Audit;

namespace TenantGateway.Auditing;

/// <summary>
/// The one writer of the trail in this process: takes what waits, gives it places and appends it in one transaction (group commit), so that the cost of a
/// durable write is shared by all who come meanwhile.
/// </summary>
/// <remarks>
/// An append that fails leaves open whether it happened: only the store knows. The same batch is tried again at once, and taken for appended where it is found; only when that
/// fails too are its callers refused, and then the end of the log is read again before the next batch. So nothing is numbered twice and nothing is left out. The loop itself
/// never ends before <see cref="DrainAsync"/>.
/// </remarks>
internal sealed class AuditWriter
{
    private const long Idle = long.MinValue;

    // A lost connection is there again at the next attempt, or not for long.
    private const int MaxAttempts = 3;

    private readonly IAuditStore _store;
    private readonly TimeProvider _time;
    private readonly RecentBatches _recent;
    private readonly AuditMetrics _metrics;
    private readonly ILogger<AuditWriter> _logger;
    private readonly Channel<PendingEntry> _queue;
    private readonly int _maxBatch;
    private readonly Task _writing;
    private readonly AuditLeafEncoder _encoder = new();
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private TrailEnd? _end;
    private volatile bool _lastAppendFailed;
    private long _appendingSince = Idle;

    public AuditWriter(IAuditStore store, RecentBatches recent, IOptions<AuditOptions> options, TimeProvider time, AuditMetrics metrics, ILogger<AuditWriter> logger)
    {
        (_store, _recent, _time, _metrics, _logger, _maxBatch) = (store, recent, time, metrics, logger, options.Value.MaxBatch);
        _queue = Channel.CreateBounded<PendingEntry>(new BoundedChannelOptions(options.Value.QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        // From the first moment: entries are also recorded while the host starts. Awaited in DrainAsync.
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>True from a failed append to the next that succeeds.</summary>
    internal bool LastAppendFailed => _lastAppendFailed;

    /// <summary>How long the append under way has been going on; zero where there is none.</summary>
    internal TimeSpan AppendingFor => Volatile.Read(ref _appendingSince) is not Idle and var since ? _time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>How many entries wait.</summary>
    internal int Waiting => _queue.Reader.Count;

    /// <summary>False once it has been drained, or has ended by a fault.</summary>
    internal bool IsRunning => !_writing.IsCompleted;

    /// <summary>Queues the entry, waiting for room, and waits until it is durable.</summary>
    /// <exception cref="AuditUnavailableException">The append failed, or the writer has been drained.</exception>
    internal Task AppendAsync(PendingEntry pending) => _queue.Writer.TryWrite(pending) ? pending.Durable : AppendOnceThereIsRoomAsync(pending);

    /// <summary>Takes no more entries and returns when those that wait have been written or have failed.</summary>
    internal Task DrainAsync()
    {
        _queue.Writer.TryComplete();
        return _writing;
    }

    private async Task AppendOnceThereIsRoomAsync(PendingEntry pending)
    {
        try
        {
            await _queue.Writer.WriteAsync(pending, CancellationToken.None);
        }
        catch (ChannelClosedException exception)
        {
            throw new AuditUnavailableException("The gateway is shutting down.", exception);
        }

        await pending.Durable;
    }

    private async Task WriteAsync()
    {
        var batch = new List<PendingEntry>(_maxBatch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < _maxBatch && _queue.Reader.TryRead(out var pending))
            {
                if (pending.TryTake()) batch.Add(pending);
            }

            if (batch.Count > 0) await CommitAsync(batch);
        }
    }

    private async Task CommitAsync(List<PendingEntry> batch)
    {
        var started = _time.GetTimestamp();
        Volatile.Write(ref _appendingSince, started);
        try
        {
            await AppendAsync(batch);
            Succeed(batch, _time.GetElapsedTime(started));
        }
        catch (Exception exception)
        {
            Fail(batch, exception);
        }
        finally
        {
            Volatile.Write(ref _appendingSince, Idle);
        }
    }

    private async Task AppendAsync(List<PendingEntry> batch)
    {
        var placement = new BatchPlacement(batch, _end, _time.GetUtcNow(), _encoder, _buffer);
        _end = null;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _store.AppendAsync(placement, CancellationToken.None);
                _end = placement.TakeEnd();
                if (placement.Batch is { } appended) _recent.Add(appended);
                return;
            }
            catch (Exception fault) when (attempt < MaxAttempts)
            {
                Log.AppendRepeated(_logger, fault.GetType().Name);
            }
        }
    }

    private void Succeed(List<PendingEntry> batch, TimeSpan elapsed)
    {
        foreach (var pending in batch) pending.Complete();
        _metrics.Committed(batch.Count, elapsed);
        if (!_lastAppendFailed) return;
        _lastAppendFailed = false;
        Log.Recovered(_logger);
    }

    private void Fail(List<PendingEntry> batch, Exception exception)
    {
        _lastAppendFailed = true;
        foreach (var pending in batch) pending.Fail(new AuditUnavailableException("The audit trail cannot be written.", exception));
        Log.AppendFailed(_logger, batch.Count, exception);
    }
}
