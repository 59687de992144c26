namespace TenantGateway.Auditing;

/// <summary>
/// Records once a minute what is only counted, and at the very end of the process writes what is left: after the server has stopped, and after
/// every other service has.
/// </summary>
internal sealed class AuditService(IServiceProvider services, TimeProvider time) : IHostedLifecycleService, IDisposable
{
    internal static readonly TimeSpan CountPeriod = TimeSpan.FromMinutes(1);

    private readonly PeriodicTimer _minute = new(CountPeriod, time);
    private Task _flushing = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
        _flushing = FlushEveryMinuteAsync(services.GetRequiredService<AuditLog>());
        return Task.CompletedTask;
    }

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        _minute.Dispose();
        await _flushing.WaitAsync(cancellationToken);
        await services.GetRequiredService<AuditLog>().FlushCountsAsync().WaitAsync(cancellationToken);
        await services.GetRequiredService<AuditWriter>().DrainAsync().WaitAsync(cancellationToken);
    }

    public void Dispose() => _minute.Dispose();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task FlushEveryMinuteAsync(AuditLog log)
    {
        while (await _minute.WaitForNextTickAsync(CancellationToken.None)) await log.FlushCountsAsync();
    }
}
