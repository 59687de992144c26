using Microsoft.Extensions.Options;

namespace TenantGateway.Certificates;

/// <summary>Looks at the files in intervals: notices of the file system are lost on network and container volumes.</summary>
internal sealed class CertificatePoller(CertificateFiles files, IOptions<CertificatesOptions> options, TimeProvider time, ILogger<CertificatePoller> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.PollSeconds), time);
            while (await timer.WaitForNextTickAsync(stoppingToken)) Refresh();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves.
        }
    }

    private void Refresh()
    {
        foreach (var file in files.Watched)
        {
            try
            {
                file.Refresh();
            }
            catch (Exception fault)
            {
                // Whatever it is: an exception out of here would stop the host, while the certificates in force are good, and so may the others be.
                Log.LookFailed(logger, file.Name, fault.GetType().Name);
            }
        }
    }
}
