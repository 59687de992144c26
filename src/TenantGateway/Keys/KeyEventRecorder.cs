using TenantGateway.Core.Audit;

namespace TenantGateway.Keys;

/// <summary>Puts the events of keys on record, in their order, and keeps trying while the trail cannot be written.</summary>
internal sealed class KeyEventRecorder(KeyEvents events, IServiceProvider services, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
        var audit = services.GetRequiredService<IAuditTrail>();
        try
        {
            await foreach (var entry in events.Waiting.ReadAllAsync(stoppingToken))
            {
                while (!await TryRecordAsync(audit, entry, stoppingToken)) await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves. The log has told what happened.
        }
    }

    private static async Task<bool> TryRecordAsync(IAuditTrail audit, AuditEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await audit.CommitWithoutLimitAsync(entry, cancellationToken);
            return true;
        }
        catch (AuditUnavailableException)
        {
            return false;
        }
    }
}
