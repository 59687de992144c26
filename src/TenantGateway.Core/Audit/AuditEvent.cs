namespace TenantGateway.Core.Audit;

/// <summary>The events of the audit trail: a stable name and a stable code each.</summary>
public sealed record AuditEvent(string Name, int Code)
{
    public static readonly AuditEvent DataRevealed = new("data.revealed", 1001);
    public static readonly AuditEvent ForeignToken = new("data.foreign_token", 1002);
    public static readonly AuditEvent DamagedToken = new("data.damaged_token", 1003);
    public static readonly AuditEvent StreamAborted = new("data.stream_aborted", 1004);
    public static readonly AuditEvent LoginAccepted = new("login.accepted", 1050);
    public static readonly AuditEvent LoginEnded = new("login.ended", 1051);
    public static readonly AuditEvent LoginsEnded = new("login.all_ended", 1052);
    public static readonly AuditEvent ServiceTokenIssued = new("access.service_token_issued", 2011);
    public static readonly AuditEvent AccessExplained = new("access.explained", 2010);
    public static readonly AuditEvent CoverageRead = new("access.coverage_read", 2012);
    public static readonly AuditEvent AccessDenied = new("access.denied", 2001);
    public static readonly AuditEvent SecurityAlert = new("access.security_alert", 2002);
    public static readonly AuditEvent AnonymousRefusals = new("access.anonymous_refusals", 2003);
    public static readonly AuditEvent PolicyActivated = new("policy.activated", 3001);
    public static readonly AuditEvent TenantCreated = new("tenant.created", 4001);
    public static readonly AuditEvent TenantsListed = new("tenant.listed", 4002);
    public static readonly AuditEvent TenantSuspended = new("tenant.suspended", 4003);
    public static readonly AuditEvent TenantResumed = new("tenant.resumed", 4004);
    public static readonly AuditEvent TenantHeld = new("tenant.held", 4005);
    public static readonly AuditEvent TenantReleased = new("tenant.released", 4006);
    public static readonly AuditEvent TenantTerminated = new("tenant.terminated", 4007);
    public static readonly AuditEvent TenantRecovered = new("tenant.recovered", 4008);
    public static readonly AuditEvent TenantDestroyed = new("tenant.destroyed", 4009);
    public static readonly AuditEvent ErasureCertified = new("tenant.erasure_certified", 4010);
    public static readonly AuditEvent TenantResurrectionRefused = new("tenant.resurrection_refused", 4011);
    public static readonly AuditEvent TenantRead = new("tenant.read", 4012);
    public static readonly AuditEvent CertificateRead = new("tenant.certificate_read", 4013);
    public static readonly AuditEvent TenantChanged = new("tenant.changed", 4020);
    public static readonly AuditEvent OrganizationBound = new("tenant.organization_bound", 4021);
    public static readonly AuditEvent OrganizationUnbound = new("tenant.organization_unbound", 4022);
    public static readonly AuditEvent OrganizationChanged = new("tenant.organization_changed", 4023);
    public static readonly AuditEvent TenantQuotasChanged = new("tenant.quotas_changed", 4024);
    public static readonly AuditEvent TenantPlaced = new("tenant.placed", 4025);
    public static readonly AuditEvent TenantHostsChanged = new("tenant.hosts_changed", 4026);
    public static readonly AuditEvent TenantRenamed = new("tenant.renamed", 4027);
    public static readonly AuditEvent OperationRequested = new("operation.requested", 6001);
    public static readonly AuditEvent OperationApproved = new("operation.approved", 6002);
    public static readonly AuditEvent OperationDenied = new("operation.denied", 6003);
    public static readonly AuditEvent OperationExpired = new("operation.expired", 6004);
    public static readonly AuditEvent OperationRun = new("operation.run", 6005);
    public static readonly AuditEvent OperationRead = new("operation.read", 6006);

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
    public static readonly AuditEvent KeyRevoked = new("key.revoked", 5030);
    public static readonly AuditEvent KeysPurged = new("key.purged", 5031);
    public static readonly AuditEvent KeyRestored = new("key.restored", 5032);
    public static readonly AuditEvent VaultDeclared = new("vault.declared", 5050);
    public static readonly AuditEvent VaultWithdrawn = new("vault.withdrawn", 5051);
    public static readonly AuditEvent VaultRead = new("vault.read", 5052);
    public static readonly AuditEvent VaultPlanned = new("vault.planned", 5053);
    public static readonly AuditEvent VaultBound = new("vault.bound", 5054);

    public static readonly AuditEvent DatasetsDeclared = new("dataset.declared", 5070);
    public static readonly AuditEvent DatasetsRead = new("dataset.read", 5071);
    public static readonly AuditEvent ConversionBegun = new("conversion.begun", 5072);
    public static readonly AuditEvent ConversionEnded = new("conversion.ended", 5073);

    public static readonly AuditEvent LoggedOut = new("login.logged_out", 1010);
    public static readonly AuditEvent LoginsRevoked = new("login.revoked", 1011);
    public static readonly AuditEvent RevocationsListed = new("login.revocations_listed", 1012);

    public static readonly AuditEvent CheckpointRead = new("audit.checkpoint_read", 7001);
    public static readonly AuditEvent AuditExported = new("audit.exported", 7002);
    public static readonly AuditEvent AuditSearched = new("audit.searched", 7050);
    public static readonly AuditEvent AuditRecordShown = new("audit.record_shown", 7051);
    public static readonly AuditEvent PersonSearched = new("audit.person_searched", 7052);
    public static readonly AuditEvent PseudonymResolved = new("audit.pseudonym_resolved", 7053);
    public static readonly AuditEvent AuditReindexed = new("audit.reindexed", 7054);
    public static readonly AuditEvent AuditPruned = new("audit.pruned", 7070);
    public static readonly AuditEvent AuditDetailsErased = new("audit.details_erased", 7071);
    public static readonly AuditEvent AuditHeld = new("audit.held", 7072);
    public static readonly AuditEvent AuditReleased = new("audit.released", 7073);
    public static readonly AuditEvent RetentionChanged = new("audit.retention_changed", 7074);
    public static readonly AuditEvent RetentionRead = new("audit.retention_read", 7075);
    public static readonly AuditEvent AuditKeyKept = new("audit.key_kept", 7076);
    public static readonly AuditEvent AuditKeyEnded = new("audit.key_ended", 7077);

    public static readonly AuditEvent CrossTenantAlarm = new("alarm.cross_tenant_attempt", 7090);
    public static readonly AuditEvent ForeignTokensAlarm = new("alarm.foreign_tokens", 7091);
    public static readonly AuditEvent DeniedThenAllowedAlarm = new("alarm.denied_then_allowed", 7092);
    public static readonly AuditEvent FirstRevealAlarm = new("alarm.first_reveal", 7093);
    public static readonly AuditEvent RevealVolumeAlarm = new("alarm.reveal_volume", 7094);
    public static readonly AuditEvent LogUnsignedAlarm = new("alarm.log_unsigned", 7095);
    public static readonly AuditEvent LogBehindAlarm = new("alarm.log_behind", 7096);
    public static readonly AuditEvent AlarmsRead = new("audit.alarms_read", 7097);

    /// <summary>True for what happens to keys and to the lives of tenants: the log is signed at once after it.</summary>
    public bool IsOfKeys => (Code is >= 4000 and < 6000 && this != TenantsListed && this != TenantRead && this != KeysListed) || this == AuditKeyKept || this == AuditKeyEnded;

    public override string ToString() => Name;
}
