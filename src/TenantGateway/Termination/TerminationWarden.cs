using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Termination;

/// <summary>
/// Looks through the ends of tenants at the start and once a minute: destroys whose time has come, goes on where a destruction was interrupted, asks again for
/// keys that could still be recovered, and buries again whom a restored database brought back.
/// </summary>
internal sealed class TerminationWarden(IServiceProvider services, TimeProvider time, ILogger<TerminationWarden> logger) : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            do await SweepAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves, and what was begun is gone on with by whoever comes next.
        }
    }

    internal async Task SweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
            var lives = services.GetRequiredService<ITenantLives>();
            var dead = services.GetRequiredService<ITombstones>().ReadDead();
            foreach (var life in await lives.ListAsync(stoppingToken)) await LookAfterAsync(life, dead, lives, stoppingToken);
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever it is: an exception out of here would stop the host, and the next minute may mend it.
            Log.SweepFailed(logger, fault.GetType().Name);
        }
    }

    private async Task LookAfterAsync(TenantLife life, IReadOnlySet<TenantId> dead, ITenantLives lives, CancellationToken stoppingToken)
    {
        try
        {
            if (dead.Contains(life.Tenant) && life.Termination is not { Phase: TerminationPhase.Destroying or TerminationPhase.Destroyed })
            {
                if (await BuryAsync(life, lives, stoppingToken) is not { } buried) return;
                life = buried;
            }

            if (life.Termination is { Phase: TerminationPhase.Destroyed } ended) await RenewAsync(life.Tenant, ended, lives, stoppingToken);
            else if (life.Termination is not null) await services.GetRequiredService<Destruction>().RunAsync(life, stoppingToken);
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            // The others' time has come as well.
            Log.DestructionFailed(logger, life.Tenant, fault.GetType().Name);
        }
    }

    private async Task<TenantLife?> BuryAsync(TenantLife life, ITenantLives lives, CancellationToken stoppingToken)
    {
        Log.Resurrected(logger, life.Tenant);
        await services.GetRequiredService<TerminationTrail>().RecordAsync(AuditEvent.TenantResurrectionRefused, life.Tenant, "ok");
        // One that does not verify keeps the tenant from being served, and destroys nothing.
        if (await services.GetRequiredService<ITombstones>().FindAsync(life.Tenant, stoppingToken) is not { } tombstone) return null;
        var termination = new TenantTermination
        {
            Operation = tombstone.Operation,
            TerminatedAt = life.Termination?.TerminatedAt ?? tombstone.DiedAt,
            DestroyAt = tombstone.DiedAt,
            StateBefore = TenantState.Suspended,
            GenerationsBefore = [],
            Canary = life.Termination?.Canary ?? "",
            Phase = TerminationPhase.Destroying,
        };
        await lives.BuryAsync(life.Tenant, termination, stoppingToken);
        return await lives.FindAsync(life.Tenant, stoppingToken);
    }

    private async Task RenewAsync(TenantId tenant, TenantTermination ended, ITenantLives lives, CancellationToken stoppingToken)
    {
        if (ended.IsFinal || ended.Progress.KekGoneAt is not null || ended.DestroyedAt is not { } destroyedAt) return;
        var progress = await services.GetRequiredService<KekErasure>().LookAsync(tenant, ended.Progress, stoppingToken);
        if (progress.KekGoneAt is null) return;
        // An audit key that outlasts its tenant is none that ended with it.
        var records = (await lives.ListGenerationsAsync(tenant, stoppingToken)).Where(record => !KekNames.IsOfAudit(record.KekId, tenant));
        var (file, isFinal) = await services.GetRequiredService<CertificateIssuer>().IssueAsync(tenant, ended with { Progress = progress }, destroyedAt, records, stoppingToken);
        await services.GetRequiredService<TerminationTrail>().RecordAsync(AuditEvent.ErasureCertified, tenant, isFinal ? "ok" : "pending");
        await lives.SaveCertificateAsync(tenant, file, isFinal, stoppingToken);
    }
}
