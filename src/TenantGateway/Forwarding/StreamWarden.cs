namespace TenantGateway.Forwarding;

/// <summary>Looks after the rights of all open streams once a second.</summary>
internal sealed class StreamWarden(OpenStreams streams, TimeProvider time, ILogger<StreamWarden> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            while (await timer.WaitForNextTickAsync(stoppingToken)) Walk();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves, and the server ends its streams.
        }
    }

    private void Walk()
    {
        try
        {
            streams.EndThoseWithoutRights();
        }
        catch (Exception fault)
        {
            // Whatever it is: an exception out of here would stop the host, and the next second may mend it.
            Log.StreamWalkFailed(logger, fault.GetType().Name);
        }
    }
}
