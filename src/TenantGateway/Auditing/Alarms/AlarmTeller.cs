using TenantGateway.Core.Audit.Alarms;

namespace TenantGateway.Auditing.Alarms;

/// <summary>Tells of alarms that were raised, in metrics and in the log of the process.</summary>
internal sealed class AlarmTeller(AlarmMetrics metrics, ILogger<AlarmTeller> logger)
{
    internal void Tell(Alarm alarm)
    {
        metrics.Raised(alarm);
        Log.Raised(logger, alarm.Id, alarm.Kind, alarm.Cause, alarm.Tenant, alarm.Actor ?? "-", alarm.Route ?? "-", string.Join(' ', alarm.Classes ?? ["-"]), alarm.Count, alarm.Usual, alarm.Record ?? "-");
    }

    internal void TellOfSuppressed(int alarms)
    {
        if (alarms == 0) return;
        metrics.Suppressed(alarms);
        Log.Suppressed(logger, alarms);
    }
}
