using TenantGateway.Core.Sessions;

namespace TenantGateway.Sessions;

/// <summary>Writes the use of logins down, off the way of requests and many at once; what cannot be written waits.</summary>
internal sealed class ActivityWriter(IServiceProvider services, ISessionActivityStore store, TimeProvider time, ILogger<ActivityWriter> logger) : BackgroundService
{
    private const int BatchSize = 1_000;

    /// <summary>Longer than any login is accepted: an idle one must not be taken for one that was never used.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(25);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
    private readonly Lazy<SessionActivity> _activity = new(services.GetRequiredService<SessionActivity>);
    private bool _failed;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await WriteAsync(stoppingToken);
                _activity.Value.Forget();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves, and what is left is written below.
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        foreach (var batch in _activity.Value.TakeToWrite().Chunk(BatchSize))
        {
            try
            {
                await store.RecordAsync([.. batch.DistinctBy(use => use.Login).Select(use => new SessionUsed(use.Login, use.UsedAt))], time.GetUtcNow() - Kept, cancellationToken);
                _failed = false;
            }
            catch (Exception fault)
            {
                // Whatever it is: the next time may succeed.
                _activity.Value.PutBack(batch);
                if (cancellationToken.IsCancellationRequested) return;
                if (!_failed) Log.ActivityNotWritten(logger, batch.Length, fault.GetType().Name);
                _failed = true;
            }
        }
    }
}
