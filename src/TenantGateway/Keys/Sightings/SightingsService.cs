namespace TenantGateway.Keys.Sightings;

/// <summary>Writes the counts of tokens seen once a minute, and what is left once the server has stopped.</summary>
internal sealed class SightingsService(IServiceProvider services, TimeProvider time, ILogger<SightingsService> logger) : BackgroundService
{
    internal static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private TokenSightings? _sightings;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_sightings is { } sightings) await FlushAsync(sightings, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
        var sightings = _sightings = services.GetRequiredService<TokenSightings>();
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await FlushAsync(sightings, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves.
        }
    }

    private async Task FlushAsync(TokenSightings sightings, CancellationToken cancellationToken)
    {
        try
        {
            await sightings.FlushAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A count is worth no outage; it is kept and written next time.
            Log.NotWritten(logger, fault.GetType().Name);
        }
    }
}
