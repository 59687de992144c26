using System.Collections.Concurrent;
using TenantGateway.Core.Operations;

namespace TenantGateway.Operations;

/// <summary>
/// Looks through the operations at the start, whenever one was decided, and every few seconds: runs what is approved, goes on with what was
/// interrupted, ends what has expired. Each runs on its own, so that an urgent one does not wait for a long one.
/// </summary>
internal sealed class OperationRunner(IServiceProvider services, OperationSignal signal, TimeProvider time, ILogger<OperationRunner> logger) : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private const int WalkLimit = 1000;

    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            var tick = Task.CompletedTask;
            var raised = Task.CompletedTask;
            while (!stoppingToken.IsCancellationRequested)
            {
                await WalkAsync(stoppingToken);
                if (tick.IsCompleted) tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
                if (raised.IsCompleted) raised = signal.WaitAsync(stoppingToken);
                await await Task.WhenAny(tick, raised);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves. What runs gives its lease up, and another process, or this one started again, goes on.
        }

        await Task.WhenAll(_running.Values);
    }

    private async Task WalkAsync(CancellationToken stoppingToken)
    {
        try
        {
            var ledger = services.GetRequiredService<OperationLedger>();
            var now = time.GetUtcNow();
            foreach (var record in await ledger.ListAsync(OperationState.Requested, null, WalkLimit, stoppingToken))
            {
                if (now >= record.Operation.ExpiresAt) await services.GetRequiredService<OperationExpiry>().ExpireAsync(record, stoppingToken);
            }

            foreach (var record in await ledger.ListAsync(OperationState.Approved, null, WalkLimit, stoppingToken)) Start(record, stoppingToken);
            foreach (var record in await ledger.ListAsync(OperationState.Running, null, WalkLimit, stoppingToken))
            {
                if (record.LeasedUntil is null || record.LeasedUntil <= now) Start(record, stoppingToken);
            }
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever it is: an exception out of here would stop the host, and the next walk may mend it.
            Log.WalkFailed(logger, fault.GetType().Name);
        }
    }

    private void Start(OperationRecord record, CancellationToken stoppingToken)
    {
        var id = record.Operation.Id;
        // Continues elsewhere, so that the walk does not wait; and only once the run is in the table that it leaves at its end.
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_running.TryAdd(id, begun.Task)) return;
        _running[id] = RunAsync();
        begun.SetResult();

        async Task RunAsync()
        {
            await begun.Task;
            try
            {
                await services.GetRequiredService<OperationRun>().RunAsync(record, stoppingToken);
            }
            catch (Exception fault)
            {
                if (!stoppingToken.IsCancellationRequested) Log.RunFailed(logger, id, record.Operation.Kind, record.Operation.Tenant, fault.GetType().Name);
            }
            finally
            {
                _running.TryRemove(id, out _);
            }
        }
    }
}
