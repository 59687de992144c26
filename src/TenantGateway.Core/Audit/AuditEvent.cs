namespace TenantGateway.Core.Audit;

/// <summary>The events of the audit trail: a stable name and a stable code each.</summary>
public sealed record AuditEvent(string Name, int Code)
{
    public static readonly AuditEvent DataRevealed = new("data.revealed", 1001);
    public static readonly AuditEvent ForeignToken = new("data.foreign_token", 1002);
    public static readonly AuditEvent DamagedToken = new("data.damaged_token", 1003);
    public static readonly AuditEvent AccessDenied = new("access.denied", 2001);
    public static readonly AuditEvent SecurityAlert = new("access.security_alert", 2002);
    public static readonly AuditEvent AnonymousRefusals = new("access.anonymous_refusals", 2003);
    public static readonly AuditEvent PolicyActivated = new("policy.activated", 3001);
    public static readonly AuditEvent TenantCreated = new("tenant.created", 4001);
    public static readonly AuditEvent TenantsListed = new("tenant.listed", 4002);

    public static readonly AuditEvent KeyRecordRefused = new("key.record_refused", 5001);
    public static readonly AuditEvent KeysListed = new("key.listed", 5002);
    public static readonly AuditEvent DataKeyRotated = new("key.data_rotated", 5003);
    public static readonly AuditEvent KekRotated = new("key.kek_rotated", 5004);
    public static readonly AuditEvent LookupKeyRotated = new("key.lookup_rotated", 5005);
    public static readonly AuditEvent LookupRotationFinished = new("key.lookup_finished", 5006);
    public static readonly AuditEvent GenerationDisabled = new("key.disabled", 5007);
    public static readonly AuditEvent GenerationEnabled = new("key.enabled", 5008);
    public static readonly AuditEvent GenerationCompromised = new("key.compromised", 5009);
    public static readonly AuditEvent GenerationPromoted = new("key.promoted", 5010);
    public static readonly AuditEvent GenerationAbandoned = new("key.abandoned", 5011);

    public override string ToString() => Name;
}
