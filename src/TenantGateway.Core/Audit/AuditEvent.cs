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
    public static readonly AuditEvent KeyRevoked = new("key.revoked", 5030);
    public static readonly AuditEvent KeysPurged = new("key.purged", 5031);
    public static readonly AuditEvent KeyRestored = new("key.restored", 5032);
    public static readonly AuditEvent VaultDeclared = new("vault.declared", 5050);
    public static readonly AuditEvent VaultWithdrawn = new("vault.withdrawn", 5051);
    public static readonly AuditEvent VaultRead = new("vault.read", 5052);
    public static readonly AuditEvent VaultPlanned = new("vault.planned", 5053);
    public static readonly AuditEvent VaultBound = new("vault.bound", 5054);

    public override string ToString() => Name;
}
