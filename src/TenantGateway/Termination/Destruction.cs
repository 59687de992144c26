using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Termination;

/// <summary>
/// The end of a tenant whose time has come. Every step can be done again, and whoever goes on after a crash does: the tombstone first, because from then on no
/// database, however old, brings the tenant back; the certificate last, because it says that everything before it was done.
/// </summary>
internal sealed class Destruction(
    ITenantLives lives, ITombstones tombstones, IOperations operations, IAuditKeyCustody custody, TenantKeys keys, KekErasure keks, Canary canary, CertificateIssuer certificates,
    ITenantDirectory directory, TerminationTrail trail, IOptions<TerminationOptions> options, TimeProvider time, ILogger<Destruction> logger)
{
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    internal async Task RunAsync(TenantLife life, CancellationToken cancellationToken)
    {
        var tenant = life.Tenant;
        var now = time.GetUtcNow();
        // :: Step 1: is it due, did two people decide it, and is it this process's
        if (life.Termination is not { } termination || (termination.Phase == TerminationPhase.Disabled && !IsDue(life, now))) return;
        if (!await IsDecidedAsync(tenant, termination, now, cancellationToken)) return;
        if (!await lives.TryBeginDestructionAsync(tenant, now, now + Lease, cancellationToken)) return;
        Log.DestructionBegins(logger, tenant);
        await trail.RecordAsync(AuditEvent.TenantDestroyed, tenant, "intent");

        // :: Step 2: the tombstone
        var tombstone = new Tombstone { Version = Tombstone.CurrentVersion, Tenant = tenant.Value, DiedAt = now, Operation = termination.Operation };
        await tombstones.AddAsync(tombstone, cancellationToken);

        // :: Step 3: the audit key, which lives as long as the records, out of reach of what follows
        var kept = await TakeOverAsync(tenant, cancellationToken);

        // :: Step 4: the key-encryption key, and the proof that what it wrapped does not open
        var records = await ListAsync(tenant, kept, cancellationToken);
        var progress = await keks.EraseAsync(tenant, termination.Progress, records, cancellationToken);
        if (await keks.ProbeAsync(progress, records, cancellationToken) is not { } refused) throw StillOpens(tenant, "unwrap");
        progress = progress with { UnwrapsRefused = refused };
        await lives.SaveProgressAsync(tenant, progress, cancellationToken);

        // :: Step 5: the wrapped keys, out of the records, out of the files and out of this process
        await keys.DestroyAsync(tenant, kept, cancellationToken);
        await directory.ReloadAsync(cancellationToken);
        if (!await lives.TryScrubAsync(cancellationToken)) throw new IOException("The database is read by somebody else and could not be scrubbed.");

        // :: Step 6: the proof that a token does not open
        if (await canary.ProbeAsync(tenant, termination.Canary, cancellationToken) is not { } probed) throw StillOpens(tenant, "token");
        progress = progress with { TokenProbe = probed };
        await lives.SaveProgressAsync(tenant, progress, cancellationToken);

        // :: Step 7: the certificate
        await CertifyAsync(tenant, termination with { Progress = progress }, kept, cancellationToken);
    }

    private async Task<IReadOnlySet<KeyId>> TakeOverAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var taken = await custody.TakeOverAsync(tenant, cancellationToken);
        var outcome = taken.Lost ? Reasons.TenantKeyUnavailable.Code : taken.IsNew ? AuditOutcomes.Ok : AuditOutcomes.Unchanged;
        if (taken.Lost || taken.Kept.Count > 0) await trail.RecordAsync(AuditEvent.AuditKeyKept, tenant, outcome);
        return taken.Kept;
    }

    private async Task<IReadOnlyList<GenerationRecord>> ListAsync(TenantId tenant, IReadOnlySet<KeyId> kept, CancellationToken cancellationToken) =>
        [.. (await lives.ListGenerationsAsync(tenant, cancellationToken)).Where(record => !kept.Contains(record.KeyId))];

    private async Task CertifyAsync(TenantId tenant, TenantTermination termination, IReadOnlySet<KeyId> kept, CancellationToken cancellationToken)
    {
        var destroyedAt = time.GetUtcNow();
        var records = await ListAsync(tenant, kept, cancellationToken);
        var (file, isFinal) = await certificates.IssueAsync(tenant, termination, destroyedAt, records, cancellationToken);
        await lives.SaveDestroyedAsync(tenant, destroyedAt, file, isFinal, cancellationToken);
        await directory.ReloadAsync(cancellationToken);
        await trail.RecordAsync(AuditEvent.TenantDestroyed, tenant, "ok");
        Log.Destroyed(logger, tenant, isFinal ? ErasureCertificate.Final : ErasureCertificate.Pending);
    }

    private static bool IsDue(TenantLife life, DateTimeOffset now) => life.DestroyedFrom is { } from && from <= now;

    // The rows of the database do not suffice: who can write them could have a tenant destroyed, or destroyed early.
    private async Task<bool> IsDecidedAsync(TenantId tenant, TenantTermination termination, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await tombstones.FindAsync(tenant, cancellationToken) is not null) return true;
        var operation = await operations.FindAsync(termination.Operation, cancellationToken);
        if (operation is { Kind: TerminateKind.KindName, DecidedAt: { } decidedAt, State: OperationState.Running or OperationState.Done or OperationState.Failed } && operation.Tenant == tenant)
        {
            return decidedAt.AddDays(options.Value.DestroyAfterDays) <= now;
        }

        Log.NotDecided(logger, tenant);
        return false;
    }

    private InvalidOperationException StillOpens(TenantId tenant, string what)
    {
        Log.StillOpens(logger, tenant, what);
        return new InvalidOperationException($"A probe opened ({what}).");
    }
}
