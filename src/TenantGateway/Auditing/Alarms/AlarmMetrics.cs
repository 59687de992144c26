using System.Diagnostics.Metrics;
using TenantGateway.Core.Audit.Alarms;

namespace TenantGateway.Auditing.Alarms;

/// <summary>Measures the alarms.</summary>
internal sealed class AlarmMetrics
{
    private readonly Counter<long> _raised;
    private readonly Counter<long> _suppressed;
    private readonly Counter<long> _posts;
    private long _behind;
    private long _waiting;

    public AlarmMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("TenantGateway");
        _raised = meter.CreateCounter<long>("tenantgateway.audit.alarms", "{alarm}", "Alarms that this process raised, by kind.");
        _suppressed = meter.CreateCounter<long>("tenantgateway.audit.alarms.suppressed", "{alarm}", "Alarms that were not raised, because a tenant had 60 of their kind within the hour.");
        _posts = meter.CreateCounter<long>("tenantgateway.audit.alarms.posts", "{post}", "Attempts of this process to post an alarm, by result: delivered, failed, given_up.");
        meter.CreateObservableGauge("tenantgateway.audit.alarms.behind", () => Volatile.Read(ref _behind), "{record}", "Records of the audit log that had not been looked at for alarms when this process looked last.");
        meter.CreateObservableGauge("tenantgateway.audit.alarms.waiting", () => Volatile.Read(ref _waiting), "{post}", "Posts of alarms that were not delivered when this process looked last.");
    }

    internal void Raised(Alarm alarm) => _raised.Add(1, new KeyValuePair<string, object?>("kind", alarm.Kind));

    internal void Suppressed(int alarms) => _suppressed.Add(alarms);

    internal void Posted(string result) => _posts.Add(1, new KeyValuePair<string, object?>("result", result));

    internal void Behind(long records) => Volatile.Write(ref _behind, records);

    internal void Waiting(long posts) => Volatile.Write(ref _waiting, posts);
}
