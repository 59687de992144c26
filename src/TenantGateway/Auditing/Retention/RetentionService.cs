using Microsoft.Extensions.Options;

namespace TenantGateway.Auditing.Retention;

/// <summary>Looks once a minute whether a round of pruning is due; one process has it at a time.</summary>
internal sealed class RetentionService(IServiceProvider services, TimeProvider time, ILogger<RetentionService> logger) : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryRunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next process goes on.
        }
    }

    private async Task TryRunAsync(CancellationToken stoppingToken)
    {
        try
        {
            var interval = TimeSpan.FromMinutes(services.GetRequiredService<IOptions<RetentionOptions>>().Value.IntervalMinutes);
            await services.GetRequiredService<RetentionRound>().TryRunAsync(interval, stoppingToken);
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            Log.NoRound(logger, fault);
        }
    }
}
