using OpenTelemetry;

namespace TenantGateway.Telemetry.Export;

/// <summary>Tells operators when a collector stops taking batches, and when it takes them again.</summary>
internal sealed class ExportWatch(string signal, ExportMetrics metrics, ILogger<ExportWatch> logger)
{
    private int _failing;

    public ExportResult Seen(ExportResult result)
    {
        if (result == ExportResult.Failure)
        {
            metrics.Failed(signal);
            if (Interlocked.Exchange(ref _failing, 1) == 0) Log.ExportFailed(logger, signal);
        }
        else if (Interlocked.Exchange(ref _failing, 0) == 1)
        {
            Log.ExportRecovered(logger, signal);
        }

        return result;
    }
}
