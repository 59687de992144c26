namespace TenantGateway.Keys;

/// <summary>Probes as long as the process runs.</summary>
internal sealed class KeyProbeService(IServiceProvider services) : BackgroundService
{
    // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => services.GetRequiredService<KeyProber>().RunAsync(stoppingToken);
}
