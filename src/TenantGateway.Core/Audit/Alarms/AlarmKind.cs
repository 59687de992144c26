using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TenantGateway.Core.Audit.Alarms;

/// <summary>What an alarm is about: a stable name, and the event by which it is on record.</summary>
/// <param name="Name">As settings, webhooks and reviewers spell it.</param>
/// <param name="Event">Its record.</param>
public sealed record AlarmKind(string Name, AuditEvent Event)
{
    /// <summary>Somebody of one tenant tried to reach another.</summary>
    public static readonly AlarmKind CrossTenantAttempt = new("cross_tenant_attempt", AuditEvent.CrossTenantAlarm);

    /// <summary>More foreign or damaged tokens than a tenant's traffic should hold.</summary>
    public static readonly AlarmKind ForeignTokens = new("foreign_tokens", AuditEvent.ForeignTokensAlarm);

    /// <summary>An actor was denied something and has it a while later.</summary>
    public static readonly AlarmKind DeniedThenAllowed = new("denied_then_allowed", AuditEvent.DeniedThenAllowedAlarm);

    /// <summary>An actor was given clear values of a class for the first time.</summary>
    public static readonly AlarmKind FirstReveal = new("first_reveal", AuditEvent.FirstRevealAlarm);

    /// <summary>An actor was given many more clear values in a day than on its others.</summary>
    public static readonly AlarmKind RevealVolume = new("reveal_volume", AuditEvent.RevealVolumeAlarm);

    /// <summary>The log is not signed as it should be.</summary>
    public static readonly AlarmKind LogUnsigned = new("log_unsigned", AuditEvent.LogUnsignedAlarm);

    /// <summary>Records are not found by reviewers long after they were written.</summary>
    public static readonly AlarmKind LogBehind = new("log_behind", AuditEvent.LogBehindAlarm);

    public static ImmutableArray<AlarmKind> All { get; } = [CrossTenantAttempt, ForeignTokens, DeniedThenAllowed, FirstReveal, RevealVolume, LogUnsigned, LogBehind];

    private static readonly FrozenSet<string> Records = All.Select(kind => kind.Event.Name).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether an event is the record of an alarm.</summary>
    public static bool IsRecordedBy(string happened) => Records.Contains(happened);

    public static AlarmKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    public override string ToString() => Name;
}
