using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Diagnostics;

/// <summary>
/// What all checks say: evaluated when somebody asks, by one evaluation at a time, whose report all get who ask while it runs and for <see cref="Shared"/>
/// after. So a flood of probes costs what one probe a second does.
/// </summary>
internal sealed class HealthReports(HealthCheckService checks, TimeProvider time, HealthMetrics metrics, ILogger<HealthReports> logger)
{
    public static readonly TimeSpan Shared = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, HealthStatus> _told = [];
    private Task<HealthReport>? _latest;
    private long _ended;

    public Task<HealthReport> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_latest is null || (_latest.IsCompleted && time.GetElapsedTime(_ended) >= Shared)) _latest = Task.Run(EvaluateAsync, CancellationToken.None);
            return _latest.WaitAsync(cancellationToken);
        }
    }

    // Not cancelled with the probe that began it: others wait for it too. Each check has its bound.
    private async Task<HealthReport> EvaluateAsync()
    {
        try
        {
            var report = await checks.CheckHealthAsync(CancellationToken.None);
            foreach (var (name, entry) in report.Entries) TellChange(name, entry);
            metrics.Tell(report);
            return report;
        }
        finally
        {
            _ended = time.GetTimestamp();
        }
    }

    private void TellChange(string name, HealthReportEntry entry)
    {
        if (_told.GetValueOrDefault(name, HealthStatus.Healthy) == entry.Status) return;
        _told[name] = entry.Status;
        Log.HealthChanged(logger, entry.Status == HealthStatus.Healthy ? LogLevel.Information : LogLevel.Warning, name, entry.Status, entry.Description);
    }
}
