namespace TenantGateway.Keys.Rotation;

/// <summary>Looks for data keys that are due every ten minutes.</summary>
internal sealed class RotationScheduleService(IServiceProvider services, TimeProvider time, ILogger<RotationScheduleService> logger) : BackgroundService
{
    internal static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
        var schedule = services.GetRequiredService<RotationSchedule>();
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TickAsync(schedule, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves.
        }
    }

    private async Task TickAsync(RotationSchedule schedule, CancellationToken stoppingToken)
    {
        try
        {
            await schedule.RunAsync(stoppingToken);
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            Log.TickFailed(logger, fault.GetType().Name);
        }
    }
}
