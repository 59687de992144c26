using Microsoft.Extensions.Options;
using TenantGateway.Core.Coverage;

namespace TenantGateway.Coverage;

/// <summary>Writes the counts twice a minute, and what is left once the server has stopped; forgets old days.</summary>
internal sealed class CoverageService(IServiceProvider services, TimeProvider time, ILogger<CoverageService> logger) : BackgroundService
{
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
    private readonly Lazy<CoverageLedger> _ledger = new(services.GetRequiredService<CoverageLedger>);
    private DateOnly _forgotten;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(FlushAsync, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(FlushAsync, stoppingToken);
                await TryAsync(ForgetAsync, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves.
        }
    }

    private Task FlushAsync(CancellationToken cancellationToken) => _ledger.Value.FlushAsync(cancellationToken);

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var before = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-services.GetRequiredService<IOptions<CoverageOptions>>().Value.KeepDays);
        if (before == _forgotten) return;
        await services.GetRequiredService<ICoverageStore>().ForgetAsync(before, cancellationToken);
        _forgotten = before;
    }

    private async Task TryAsync(Func<CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write(cancellationToken);
        }
        catch (Exception fault)
        {
            // A count is worth no outage, whatever it is, a canceled command included; it is kept and written next time.
            if (!cancellationToken.IsCancellationRequested) Log.NotWritten(logger, fault.GetType().Name);
        }
    }
}
