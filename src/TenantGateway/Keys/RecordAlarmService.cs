using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>Writes refused key records into the operator's trail, every second and at the end; what cannot be written waits.</summary>
internal sealed class RecordAlarmService(IServiceProvider services, RecordAlarms alarms, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do await RecordAsync();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves.
        }
    }

    // Here and not above: a process that leaves at once may never have begun to look.
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await RecordAsync();
    }

    private async Task RecordAsync()
    {
        if (!alarms.TryPeek(out _)) return;
        // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
        var audit = services.GetRequiredService<IAuditTrail>();
        try
        {
            while (alarms.TryPeek(out var alarm))
            {
                await audit.CommitAsync(
                    new AuditEntry { Event = AuditEvent.KeyRecordRefused, Tenant = TenantId.Operator, Outcome = alarm.Reason, Actor = ActorId.System, Subject = alarm.Subject },
                    CancellationToken.None);
                alarms.Remove();
            }
        }
        catch (AuditUnavailableException)
        {
            // The trail says in the log that it cannot be written; the alarm stays for the next time.
        }
    }
}
