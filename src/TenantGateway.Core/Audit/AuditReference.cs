using System.Collections.Immutable;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Audit;

/// <summary>What the audit trail records: every event, what it means, and how it can end. <c>docs/audit.md</c> is made of it.</summary>
public static class AuditReference
{
    private static readonly ImmutableArray<string> Ok = [AuditOutcomes.Ok];
    private static readonly ImmutableArray<string> Changes = [AuditOutcomes.Intent, AuditOutcomes.Ok, AuditOutcomes.Unchanged, AuditOutcomes.Unknown];

    public static ImmutableArray<AuditReferenceRow> All { get; } =
    [
        new(AuditEvent.DataRevealed, "Values, or masks of them, were given to a caller: durable before the first byte of the unit left.", Ok),
        new(AuditEvent.ForeignToken, "A service's answer held tokens of another tenant, as many as the count says. They were left as they are. Further records of an actor are summed up as denials are.", Ok),
        new(AuditEvent.DamagedToken, "The same of tokens that are cut, altered or under a key that nobody knows.", Ok),
        new(AuditEvent.StreamAborted, "A stream was cut off after some of it had left, because a later unit of it was refused or could not be recorded.", []) { EndsInReason = true },
        new(AuditEvent.LoggedOut, "An issuer ended a session, or a person's logins up to a moment.", Ok),
        new(AuditEvent.LoginAccepted, "Somebody has logged in at a browser.", Ok),
        new(AuditEvent.LoginEnded, "A person ended a session of a browser.", Ok),
        new(AuditEvent.LoginsEnded, "A person ended every session and token of its own.", Ok),
        Change(AuditEvent.LoginsRevoked, "A token, a session, or logins of a person, an organization or an issuer were revoked."),
        new(AuditEvent.RevocationsListed, "The revocations in force were shown.", Ok),
        new(AuditEvent.ServiceTokenIssued, "A service got a token by which it acts for a tenant.", Ok),
        new(AuditEvent.AccessExplained, "What a token would be given on a route was shown.", Ok),
        new(AuditEvent.CoverageRead, "What policies cover in the traffic of routes was shown, of the days that are the subject.", Ok),
        new(AuditEvent.AccessDenied, "Somebody whose token verified was refused. The first 30 of a minute are recorded each, further ones of the same actor and outcome together with their count.", []) { EndsInReason = true },
        new(AuditEvent.SecurityAlert, "The same, where the refusal points at an attack on isolation.", []) { EndsInReason = true },
        new(AuditEvent.AnonymousRefusals, "How often in a minute whoever is nobody yet, or came too often, was refused for one reason.", []) { EndsInReason = true },
        new(AuditEvent.PolicyActivated, "A set of policies took effect in a process. The subject names those that only observe.", Ok),
        Change(AuditEvent.TenantCreated, "A tenant was created, with keys of its own."),
        new(AuditEvent.TenantsListed, "The tenants were listed.", Ok),
        Change(AuditEvent.TenantSuspended, "Every request of a tenant's members is refused."),
        Change(AuditEvent.TenantResumed, "A suspension ended."),
        Change(AuditEvent.TenantHeld, "A tenant is kept from being destroyed."),
        Change(AuditEvent.TenantReleased, "A hold ended."),
        Change(AuditEvent.TenantTerminated, "A tenant was terminated: its keys are disabled, and it is destroyed when its time is over."),
        Change(AuditEvent.TenantRecovered, "A termination was taken back."),
        Change(AuditEvent.TenantDestroyed, "A tenant's keys were destroyed."),
        new(AuditEvent.ErasureCertified, "An erasure certificate was signed; it is pending while the key service could still recover a key.", [AuditOutcomes.Ok, AuditOutcomes.Pending]),
        new(AuditEvent.TenantResurrectionRefused, "The database held a tenant that is destroyed, as a restored backup does. It stays dead.", Ok),
        new(AuditEvent.TenantRead, "A tenant was shown.", Ok),
        new(AuditEvent.CertificateRead, "A certificate, or the key that signs them, was shown.", Ok),
        new(AuditEvent.KeyRecordRefused, "A stored record of a key was not used, because it is not signed or not the newest.", ["unsigned", "older", "second_primary"]),
        new(AuditEvent.KeysListed, "A tenant's keys, or the plan of a rotation, were shown.", Ok),
        Change(AuditEvent.DataKeyRotated, "A tenant got a new generation of data keys."),
        Change(AuditEvent.KekRotated, "A tenant's generations were wrapped anew."),
        Change(AuditEvent.LookupKeyRotated, "A tenant got a new generation of lookup keys."),
        Change(AuditEvent.LookupRotationFinished, "Searches by an old lookup generation ended."),
        Change(AuditEvent.GenerationDisabled, "A generation was disabled."),
        Change(AuditEvent.GenerationEnabled, "A generation was enabled again."),
        Change(AuditEvent.GenerationCompromised, "A generation was declared compromised."),
        Change(AuditEvent.GenerationPromoted, "A generation became the primary one."),
        Change(AuditEvent.GenerationAbandoned, "A generation that was to become the primary one was given up."),
        new(AuditEvent.KeyRevoked, "The key service denies a tenant's key.", [Reasons.TenantKeyUnavailable.Code]),
        new(AuditEvent.KeysPurged, "Unwrapped keys of a tenant were zeroed in a process.", [Reasons.TenantKeyUnavailable.Code, Reasons.KeyServiceUnavailable.Code]),
        new(AuditEvent.KeyRestored, "The key service allows a tenant's key again.", Ok),
        Change(AuditEvent.VaultDeclared, "A tenant's own admin declared the vault that its key is to lie in."),
        Change(AuditEvent.VaultWithdrawn, "Such a declaration was withdrawn."),
        new(AuditEvent.VaultRead, "A tenant's admin read its declaration.", Ok),
        new(AuditEvent.VaultPlanned, "What binding a tenant's vault would do was shown.", Ok),
        Change(AuditEvent.VaultBound, "A tenant's keys were moved under a key in its own vault."),
        Change(AuditEvent.DatasetsDeclared, "The sets of stored rows that hold tokens of a tenant were declared."),
        new(AuditEvent.DatasetsRead, "They were shown.", Ok),
        Change(AuditEvent.ConversionBegun, "A conversion of stored rows began."),
        Change(AuditEvent.ConversionEnded, "A conversion ended."),
        Change(AuditEvent.TenantChanged, "What defines a tenant was changed; a record for each of its parts is beside it."),
        new(AuditEvent.OrganizationBound, "An organization was added to a tenant.", Ok),
        new(AuditEvent.OrganizationUnbound, "An organization was taken out of a tenant.", Ok),
        new(AuditEvent.OrganizationChanged, "The label or the roles of an organization were changed.", Ok),
        new(AuditEvent.TenantQuotasChanged, "What a tenant may use was changed.", Ok),
        new(AuditEvent.TenantPlaced, "The region or the clusters of a tenant were changed.", Ok),
        new(AuditEvent.TenantHostsChanged, "The hosts of a tenant were changed.", Ok),
        new(AuditEvent.TenantRenamed, "The name of a tenant was changed.", Ok),
        Change(AuditEvent.OperationRequested, "Something that takes two people was requested."),
        Change(AuditEvent.OperationApproved, "Another person approved it."),
        Change(AuditEvent.OperationDenied, "Somebody denied it."),
        Change(AuditEvent.OperationExpired, "It was not approved in time."),
        Change(AuditEvent.OperationRun, "It was run."),
        new(AuditEvent.OperationRead, "Operations were shown.", Ok),
        new(AuditEvent.CheckpointRead, "A checkpoint of this log was handed out.", Ok),
        new(AuditEvent.AuditExported, "Records of this log were handed out.", Ok),
        new(AuditEvent.AuditSearched, "Records were searched, counted or watched; the subject is the filter.", Ok),
        new(AuditEvent.AuditRecordShown, "One record was shown.", Ok),
        new(AuditEvent.PersonSearched, "Records of a person were searched by a clear value, of which only the pseudonyms are recorded.", Ok),
        new(AuditEvent.PseudonymResolved, "The name behind an actor's pseudonym was shown, under an operation that two people decided.", Ok),
        Change(AuditEvent.AuditReindexed, "The index of this log was begun anew."),
        new(AuditEvent.CrossTenantAlarm, "Alarm: somebody tried to reach another tenant. The subject of each alarm is its id, the reason reference the record that raised it.", Ok),
        new(AuditEvent.ForeignTokensAlarm, "Alarm: a tenant's traffic holds too many foreign or damaged tokens.", Ok),
        new(AuditEvent.DeniedThenAllowedAlarm, "Alarm: an actor was given what it was denied a while before.", Ok),
        new(AuditEvent.FirstRevealAlarm, "Alarm: an actor was given clear values of a class for the first time.", Ok),
        new(AuditEvent.RevealVolumeAlarm, "Alarm: an actor was given many more clear values than is usual.", Ok),
        new(AuditEvent.LogUnsignedAlarm, "Alarm: this log is not signed as it should be.", Ok),
        new(AuditEvent.LogBehindAlarm, "Alarm: records of this log are not found by searches long after they were written.", Ok),
        new(AuditEvent.AlarmsRead, "Alarms were shown; the subject is the filter.", Ok),
        new(AuditEvent.AuditPruned, "From now on the tenant's records to the number in pruned may be gone, because their retention is over. Recorded before the first of them goes.", Ok),
        new(AuditEvent.AuditDetailsErased, "From now on the sealed details of the tenant's records to the number in count may be gone. The records stay.", Ok),
        Change(AuditEvent.AuditHeld, "A tenant's records are kept from being pruned."),
        Change(AuditEvent.AuditReleased, "A hold of a tenant's records ended."),
        Change(AuditEvent.RetentionChanged, "How long a tenant's records and their details are kept was changed."),
        new(AuditEvent.AuditKeyKept, "The audit key of a tenant that ends was wrapped anew, so that its records can be read as long as they are kept; or its key-encryption key refused.", [AuditOutcomes.Ok, AuditOutcomes.Unchanged]) { EndsInReason = true },
        new(AuditEvent.AuditKeyEnded, "The audit key of a tenant that has ended was destroyed, because its last record is pruned.", [AuditOutcomes.Intent, AuditOutcomes.Ok, AuditOutcomes.Unknown]),
        new(AuditEvent.RetentionRead, "How long records are kept, and what keeps them, was shown.", Ok),
    ];

    /// <summary>Whether an event may end so.</summary>
    public static bool Knows(AuditEvent happened, string outcome) =>
        All.FirstOrDefault(row => row.Event == happened) is { } known && (known.Outcomes.Contains(outcome) || (known.EndsInReason && Reasons.All.Any(reason => reason.Code == outcome)));

    private static AuditReferenceRow Change(AuditEvent happened, string meaning) => new(happened, meaning, Changes) { EndsInReason = true };
}

/// <param name="Event">What is recorded.</param>
/// <param name="Meaning">A sentence.</param>
/// <param name="Outcomes">How it can end, by name.</param>
public sealed record AuditReferenceRow(AuditEvent Event, string Meaning, ImmutableArray<string> Outcomes)
{
    /// <summary>True where it can also end in the reason of a refusal, which is then the outcome.</summary>
    public bool EndsInReason { get; init; }
}
