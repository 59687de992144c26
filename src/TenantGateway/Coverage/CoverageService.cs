using Microsoft.Extensions.Options;
using TenantGateway.Core.Coverage;

namespace TenantGateway.Coverage;

/// <summary>Writes the counts twice a minute, and what is left once the server has stopped; forgets old days.</summary>
internal sealed class CoverageService(IServiceProvider services, TimeProvider time, ILogger<CoverageService> logger) : BackgroundService
{
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private CoverageLedger? _ledger;
    private DateOnly _forgotten;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_ledger is { } ledger) await TryAsync(() => ledger.FlushAsync(cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
        var ledger = _ledger = services.GetRequiredService<CoverageLedger>();
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(() => ledger.FlushAsync(stoppingToken));
                await TryAsync(() => ForgetAsync(stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves.
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var before = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-services.GetRequiredService<IOptions<CoverageOptions>>().Value.KeepDays);
        if (before == _forgotten) return;
        await services.GetRequiredService<ICoverageStore>().ForgetAsync(before, cancellationToken);
        _forgotten = before;
    }

    private async Task TryAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A count is worth no outage; it is kept and written next time.
            Log.NotWritten(logger, fault.GetType().Name);
        }
    }
}
