namespace TenantGateway.Keys.Rotation;

/// <summary>Looks after pending generations every second: costs a look into memory where there are none.</summary>
internal sealed class PromotionService(IServiceProvider services, TimeProvider time, ILogger<PromotionService> logger) : BackgroundService
{
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
        var promoter = services.GetRequiredService<Promoter>();
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do await TickAsync(promoter, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves.
        }
    }

    private async Task TickAsync(Promoter promoter, CancellationToken stoppingToken)
    {
        try
        {
            await promoter.TickAsync(stoppingToken);
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            // A store that cannot be read now must not end the service: a generation would stay pending for ever.
            Log.TickFailed(logger, fault.GetType().Name);
        }
    }
}
