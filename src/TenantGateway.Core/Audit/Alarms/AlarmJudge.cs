using System.Globalization;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Audit.Alarms;

/// <summary>
/// Looks at records in the order of the log and says which raise an alarm. The same records after the same histories raise the same alarms with the same ids, so that a step which is done again
/// raises nothing twice.
/// </summary>
/// <param name="rules">When.</param>
/// <param name="logId">Of the log.</param>
/// <param name="raiseFrom">The index of the first record that may raise one; those before it are learnt from.</param>
public sealed class AlarmJudge(AlarmRules rules, ReadOnlyMemory<byte> logId, long raiseFrom)
{
    private readonly List<Alarm> _raised = [];

    /// <summary>The alarms so far, in order.</summary>
    public IReadOnlyList<Alarm> Raised => _raised;

    /// <summary>How many there would have been besides, had there not been enough of their kind in their hour.</summary>
    public int Suppressed { get; private set; }

    /// <param name="record">The next record.</param>
    /// <param name="tenant">What is remembered of its tenant.</param>
    /// <param name="actor">What is remembered of its actor; null where it has none that acts on its own.</param>
    public void Judge(AlarmRecord record, TenantHistory tenant, ActorHistory? actor)
    {
        tenant.See(record.Time);
        JudgeCrossing(record, tenant, actor);
        JudgeTokens(record, tenant);
        if (actor is null) return;
        JudgeDenial(record, tenant, actor);
        if (record.Event != AuditEvent.DataRevealed.Name || record.ClearValues == 0) return;
        JudgeClasses(record, tenant, actor);
        JudgeVolume(record, tenant, actor);
    }

    // What a tenant's own people ask of another tenant is answered as if it did not exist; an operator who mistypes one is no attempt.
    private void JudgeCrossing(AlarmRecord record, TenantHistory tenant, ActorHistory? actor)
    {
        var isCrossing = record.Event == AuditEvent.SecurityAlert.Name && (record.Outcome == Reasons.TenantMismatch.Code || record.Outcome == Reasons.ServiceNotAllowed.Code);
        var isSeeking = record.Event == AuditEvent.AccessDenied.Name && record.Outcome == Reasons.UnknownTenant.Code && record.Tenant != Tenants.TenantId.Operator.Value;
        if ((isCrossing || isSeeking) && Raises(record, (AlarmHistory?)actor ?? tenant, AlarmKind.CrossTenantAttempt, record.Outcome)) Add(tenant, Of(AlarmKind.CrossTenantAttempt, record, record.Outcome) with { Count = record.Count });
    }

    private void JudgeTokens(AlarmRecord record, TenantHistory tenant)
    {
        var isInAnswer = record.Event == AuditEvent.ForeignToken.Name || record.Event == AuditEvent.DamagedToken.Name;
        var isInRequest = record.Event == AuditEvent.SecurityAlert.Name && (record.Outcome == Reasons.StoredTokenInRequest.Code || record.Outcome == Reasons.InvalidHandle.Code);
        if (!isInAnswer && !isInRequest) return;
        var count = tenant.AddTokens(record.Time, record.Count, rules.TokensWindow);
        if (count > rules.TokensLimit && Raises(record, tenant, AlarmKind.ForeignTokens, "")) Add(tenant, Of(AlarmKind.ForeignTokens, record, isInAnswer ? record.Event : record.Outcome) with { Count = count });
    }

    // A login that is too weak or too old is no denial of this kind: logging in again is what its answer asks for.
    private void JudgeDenial(AlarmRecord record, TenantHistory tenant, ActorHistory actor)
    {
        if (record.Event == AuditEvent.AccessDenied.Name)
        {
            if (record.Outcome == Reasons.RoleMissing.Code && record.Route is { } route) actor.Deny(RouteTopic(route, record.Subject is "GET" or null), record.Time);
            // Who may read a class and not write it is denied the one and given the other all day.
            if ((record.Outcome == Reasons.ClassWriteDenied.Code || record.Outcome == Reasons.ClassSearchDenied.Code) && record.Subject is { } denied && !actor.Knows(denied, record.Time, rules.Remember)) actor.Deny(ClassTopic(denied), record.Time);
            return;
        }

        // Which role an operation takes depends on its kind, not on its route.
        if (actor.Denials.Count == 0 || record.Outcome is not (AuditOutcomes.Ok or AuditOutcomes.Intent or AuditOutcomes.Unchanged) || record.Event.StartsWith("operation.", StringComparison.Ordinal)) return;
        var isRoute = record.Route is { } allowed && TakeRoute(record, actor, allowed);
        var classes = TakeClasses(record, actor);
        if (!isRoute && classes.Length == 0) return;
        if (Raises(record, actor, AlarmKind.DeniedThenAllowed, classes.FirstOrDefault() ?? record.Route ?? "")) Add(tenant, Of(AlarmKind.DeniedThenAllowed, record, record.Event) with { Classes = classes.Length > 0 ? classes : null });
    }

    private string[] TakeClasses(AlarmRecord record, ActorHistory actor) => [.. record.ClearClasses.Where(given => actor.TakeDenial(ClassTopic(given), record.Time, rules.DeniedWindow))];

    // Whoever may not change something may still read it.
    private bool TakeRoute(AlarmRecord record, ActorHistory actor, string route)
    {
        var isReading = record.Event.EndsWith("listed", StringComparison.Ordinal) || record.Event.EndsWith("read", StringComparison.Ordinal);
        return actor.TakeDenial(RouteTopic(route, isReading: true), record.Time, rules.DeniedWindow) | (!isReading && actor.TakeDenial(RouteTopic(route, isReading: false), record.Time, rules.DeniedWindow));
    }

    private void JudgeClasses(AlarmRecord record, TenantHistory tenant, ActorHistory actor)
    {
        var first = new List<string>();
        foreach (var given in record.ClearClasses)
        {
            if (!actor.Knows(given, record.Time, rules.Remember)) first.Add(given);
        }

        foreach (var given in record.ClearClasses) actor.Learn(given, record.Time);
        if (first.Count > 0 && !tenant.IsLearning(record.Time, rules.Learning) && Raises(record, actor, AlarmKind.FirstReveal, first[0])) Add(tenant, Of(AlarmKind.FirstReveal, record, record.Event) with { Classes = first, Count = record.ClearValues });
    }

    private void JudgeVolume(AlarmRecord record, TenantHistory tenant, ActorHistory actor)
    {
        var (today, usual) = actor.AddValues(record.Time, record.ClearValues);
        // Whoever is new has no usual yet, and may have as many as those of whom the floor is.
        if (today <= Math.Max(rules.VolumeFloor, (usual ?? rules.VolumeFloor) * rules.VolumeFactor)) return;
        // Once a day, however the day goes on.
        if (Raises(record, actor, AlarmKind.RevealVolume, ActorHistory.DayOf(record.Time).ToString(CultureInfo.InvariantCulture), TimeSpan.FromDays(1))) Add(tenant, Of(AlarmKind.RevealVolume, record, record.Event) with { Classes = record.ClearClasses, Count = today, Usual = usual });
    }

    // Asked before an alarm is made: whoever is over a limit is so with every further record.
    private bool Raises(AlarmRecord record, AlarmHistory whose, AlarmKind kind, string topic, TimeSpan? quiet = null) =>
        record.Index >= raiseFrom && !rules.Off.Contains(kind) && whose.TryRaise($"{kind.Name} {topic}", record.Time, quiet ?? rules.Quiet);

    private void Add(TenantHistory tenant, Alarm alarm)
    {
        if (AlarmKind.Find(alarm.Kind) is { } kind && tenant.HasRoom(kind, alarm.At)) _raised.Add(alarm);
        else Suppressed++;
    }

    private Alarm Of(AlarmKind kind, AlarmRecord record, string cause) => new()
    {
        Id = Alarm.IdOf(logId, kind, record.Tenant, record.Index),
        Kind = kind.Name,
        Tenant = record.Tenant,
        At = record.Time,
        Cause = cause,
        Actor = record.Actor,
        Route = record.Route,
        Record = string.Create(CultureInfo.InvariantCulture, $"{record.Tenant}/{record.Sequence}"),
    };

    private static string RouteTopic(string route, bool isReading) => (isReading ? "read " : "change ") + route;

    private static string ClassTopic(string fieldClass) => "class " + fieldClass;
}
