using System.Collections.Immutable;
using static TenantGateway.Core.Doctor.DoctorStatus;

namespace TenantGateway.Core.Doctor;

/// <summary>Every kind of finding. Those of one check stand together.</summary>
public static class DoctorCodes
{
    // :: Of any check

    public static readonly DoctorCode NotExamined = new("not_examined", Yellow, "It cannot be looked at before something else is well.", "See to the other lines first, then ask again.");
    public static readonly DoctorCode CheckTimedOut = new("check_timed_out", Red, "There was no answer within 5 s.", "Look at the network between here and there, and at whether it answers anybody else.");
    public static readonly DoctorCode CheckFailed = new("check_failed", Red, "The check itself failed.", "Look at the log; report it where the log does not explain it.");

    // :: Configuration

    public static readonly DoctorCode ConfigurationValid = new("configuration_valid", Green, "Every setting is known, within its bounds, and goes together with the others.");
    public static readonly DoctorCode ConfigurationInvalid = new("configuration_invalid", Red, "The gateway does not start with this setting.", "Correct it (docs/configuration.md); --print-config shows where its value comes from.");

    // :: Database

    public static readonly DoctorCode DatabaseCurrent = new("database_current", Green, "The database answers and holds the migrations of this version.");
    public static readonly DoctorCode DatabaseMissing = new("database_missing", Yellow, "There is no state yet.", "Start the gateway, which makes it. If there should be one, look at where Gateway:Storage points, and at the volume.");
    public static readonly DoctorCode DatabasePending = new("database_pending", Red, "Migrations of this version are missing.", "Start a process of this version, which applies them, or run one with --migrate.");
    public static readonly DoctorCode DatabaseNewer = new("database_newer", Red, "A newer version of the gateway wrote it.", "Start that version, or restore a backup from before the upgrade (docs/backup.md).");
    public static readonly DoctorCode DatabaseUnreachable = new("database_unreachable", Red, "The database does not answer.", "Look at the server, the way to it, the connection string's file and its password; with SQLite at the file, its owner and the volume.");

    // :: Disk

    public static readonly DoctorCode DiskEnough = new("disk_enough", Green, "There is room for the database.");
    public static readonly DoctorCode DiskLow = new("disk_low", Yellow, "Less than 2 GiB or a twentieth of the volume is free.", "Make the volume larger, or shorten how long audit records are kept.");
    public static readonly DoctorCode DiskFull = new("disk_full", Red, "Less than 256 MiB are free: records cannot be written before long, and what must be recorded is refused.", "Make the volume larger now. Delete no file of the database.");

    // :: Redis

    public static readonly DoctorCode RedisAbsent = new("redis_absent", Green, "No Redis is configured.");
    public static readonly DoctorCode RedisReachable = new("redis_reachable", Green, "Redis answers in time.");
    public static readonly DoctorCode RedisSlow = new("redis_slow", Yellow, "Redis takes more than half of the time that is waited for an answer.", "Look at its load and at the network between. Quotas fall back to parts by process where answers come too late.");
    public static readonly DoctorCode RedisUnreachable = new("redis_unreachable", Red, "Redis does not answer: changes of other processes are known later, and each process keeps quotas for its part.", "Look at the server, its certificate, Gateway:Redis:PasswordFile and the network policy.");

    // :: Keys

    public static readonly DoctorCode KeysUsable = new("keys_usable", Green, "The key service did with the keys in use what the gateway needs.");
    public static readonly DoctorCode KeysMissing = new("keys_missing", Yellow, "No keys have been made yet.", "Start a process with the role all or admin, which makes them. If there should be some, look at where Gateway:Keys points.");
    public static readonly DoctorCode KeyServiceUnreachable = new("key_service_unreachable", Red, "The key service does not answer: keys that are held serve until their grace ends.", "Look at the vault's name, DNS, the egress and the login endpoint (docs/key-vault.md).");
    public static readonly DoctorCode KeyOperationFailed = new("key_operation_failed", Red, "The key service refused an operation with a key in use.", "Look at whether the key is enabled and not deleted, and at the rights on it (docs/key-revocation.md).");
    public static readonly DoctorCode KeyRightMissing = new("key_right_missing", Red, "The vault refuses operations that this role needs.", "Give the identity the rights that are named, on the vault; where all are named, look at the vault's firewall and the identity too (docs/key-vault.md).");
    public static readonly DoctorCode KeyRightsGiven = new("key_rights_given", Green, "The vault lets this role do everything it needs.");

    // :: Issuers

    public static readonly DoctorCode IssuerUsable = new("issuer_usable", Green, "Its metadata and keys can be had and used.");
    public static readonly DoctorCode IssuerUnreachable = new("issuer_unreachable", Red, "Its metadata or keys cannot be fetched: tokens are checked with the keys that are held, and with none after a restart.", "Look at the issuer's own status, DNS, the egress and the authorities that this machine trusts.");
    public static readonly DoctorCode IssuerInvalid = new("issuer_invalid", Red, "What it publishes cannot be used.", "Compare Gateway:Issuers (Issuer, MetadataAddress, Algorithms) with what the issuer publishes, to the letter.");

    // :: Clock

    public static readonly DoctorCode ClockRight = new("clock_right", Green, "The clock agrees with others.");
    public static readonly DoctorCode ClockDrifting = new("clock_drifting", Yellow, "The clock differs by more than a third of what tokens are allowed.", "Look at the time synchronisation of this machine, then of the other.");
    public static readonly DoctorCode ClockWrong = new("clock_wrong", Red, "The clock differs by more than tokens are allowed: valid ones are refused.", "Mend the time synchronisation of this machine, or of the other where several agree with this one. Do not raise ClockSkewSeconds.");
    public static readonly DoctorCode ClockUnknown = new("clock_unknown", Yellow, "Nobody told the time.", "See to the other lines first, then ask again.");

    // :: Certificates

    public static readonly DoctorCode CertificatesAbsent = new("certificates_absent", Green, "No certificate is in use.");
    public static readonly DoctorCode CertificateValid = new("certificate_valid", Green, "It is in force for three weeks or more.");
    public static readonly DoctorCode CertificateEndsSoon = new("certificate_ends_soon", Yellow, "It ends in less than three weeks.", "Look at why it was not renewed yet; new files are taken without a restart (docs/tls.md).");
    public static readonly DoctorCode CertificateEnding = new("certificate_ending", Red, "It ends in less than three days, or has ended.", "Renew it now and put the files in its place; they are taken without a restart (docs/tls.md).");
    public static readonly DoctorCode CertificateUnusable = new("certificate_unusable", Red, "Its files cannot be used as they lie there.", "Put a pair there that belongs together, in PEM, readable by the gateway (docs/tls.md).");

    // :: Audit log

    public static readonly DoctorCode AuditWritten = new("audit_written", Green, "Records are written as they come.");
    public static readonly DoctorCode AuditBacklog = new("audit_backlog", Yellow, "More than half of the places for waiting records are taken.", "Look at how long the database takes to commit, and at its disk.");
    public static readonly DoctorCode AuditNotWritten = new("audit_not_written", Red, "Records are not written: whatever must be recorded is refused.", "See to the database and its disk; records are written again by themselves.");
    public static readonly DoctorCode AuditSigned = new("audit_signed", Green, "The log is signed as it grows.");
    public static readonly DoctorCode AuditUnsigned = new("audit_unsigned", Red, "Records are not signed for long.", "See to the key service (the right to sign) and the log; a process with the role all or admin must run.");
    public static readonly DoctorCode AuditForked = new("audit_forked", Red, "The log is not the one that was signed before: records were changed or lost.", "Keep everything as it is, compare with checkpoints kept elsewhere (docs/audit.md), and treat it as an incident.");
    public static readonly DoctorCode AuditProjected = new("audit_projected", Green, "Searches and alarms know the log.");
    public static readonly DoctorCode AuditBehind = new("audit_behind", Yellow, "The search index or the alarms do not keep up with the log.", "Look at the log of the process with the role all or admin; records themselves are not concerned.");

    /// <summary>All of them, check by check.</summary>
    public static readonly ImmutableArray<(string Check, ImmutableArray<DoctorCode> Codes)> All =
    [
        ("configuration", [ConfigurationValid, ConfigurationInvalid]),
        ("database", [DatabaseCurrent, DatabaseMissing, DatabasePending, DatabaseNewer, DatabaseUnreachable]),
        ("disk", [DiskEnough, DiskLow, DiskFull]),
        ("redis", [RedisAbsent, RedisReachable, RedisSlow, RedisUnreachable]),
        ("keys", [KeysUsable, KeysMissing, KeyServiceUnreachable, KeyOperationFailed]),
        ("vault-rights", [KeyRightsGiven, KeyRightMissing, KeyServiceUnreachable]),
        ("issuers", [IssuerUsable, IssuerUnreachable, IssuerInvalid]),
        ("clock", [ClockRight, ClockDrifting, ClockWrong, ClockUnknown]),
        ("certificates", [CertificatesAbsent, CertificateValid, CertificateEndsSoon, CertificateEnding, CertificateUnusable]),
        ("audit", [AuditWritten, AuditBacklog, AuditNotWritten]),
        ("checkpoints", [AuditSigned, AuditUnsigned, AuditForked]),
        ("projections", [AuditProjected, AuditBehind]),
        ("any", [NotExamined, CheckTimedOut, CheckFailed]),
    ];
}
