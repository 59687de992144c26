using TenantGateway.Core.Audit;

namespace TenantGateway.Keys;

/// <summary>Puts the events of keys on record, in their order, and keeps trying while the trail cannot be written.</summary>
internal sealed class KeyEventRecorder(KeyEvents events, IAuditTrail audit, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var entry in events.Waiting.ReadAllAsync(stoppingToken))
            {
                while (!await TryRecordAsync(entry, stoppingToken)) await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves. The log has told what happened.
        }
    }

    private async Task<bool> TryRecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await audit.CommitAsync(entry, cancellationToken);
            return true;
        }
        catch (AuditUnavailableException)
        {
            return false;
        }
    }
}
