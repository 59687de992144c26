using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>The lives of tenants. Every condition is part of the statement that changes, or read under the write lock.</summary>
internal sealed class TenantLives(Database database, GenerationStore generations) : ITenantLives
{
    private const string Select =
        """
        SELECT t.id, t.state, h.since AS heldSince, h.held_by AS heldBy, e.operation_id AS operation, e.terminated_at AS terminatedAt, e.destroy_at AS destroyAt,
            e.state_before AS stateBefore, e.generations_before AS generationsBefore, e.canary, e.phase, e.progress, e.destroyed_at AS destroyedAt, e.certificate, e.final
        FROM tenants t LEFT JOIN tenant_holds h ON h.tenant_id = t.id LEFT JOIN terminations e ON e.tenant_id = t.id
        """;

    private const string InsertTermination =
        """
        INSERT INTO terminations (tenant_id, operation_id, terminated_at, destroy_at, state_before, generations_before, canary, phase, progress)
        VALUES (@tenant, @operation, @terminatedAt, @destroyAt, @stateBefore, @generationsBefore, @canary, @phase, @progress)
        """;

    public async ValueTask<IReadOnlyList<TenantLife>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await database.QueryAsync<Row>(Select + " ORDER BY t.id", null, cancellationToken)).Select(row => row.ToLife())];

    public async ValueTask<TenantLife?> FindAsync(TenantId tenant, CancellationToken cancellationToken) =>
        (await database.FindAsync<Row>(Select + " WHERE t.id = @tenant", new { tenant = tenant.Value }, cancellationToken))?.ToLife();

    public async ValueTask<IReadOnlyList<GenerationRecord>> ListGenerationsAsync(TenantId tenant, CancellationToken cancellationToken) =>
        [.. (await generations.ListAsync(cancellationToken)).Where(record => record.Tenant == tenant)];

    public ValueTask<bool> TrySetStateAsync(TenantId tenant, TenantState from, TenantState to, CancellationToken cancellationToken) => ChangeAsync(
        "UPDATE tenants SET state = @to WHERE id = @tenant AND state = @from AND NOT EXISTS (SELECT 1 FROM terminations WHERE tenant_id = @tenant)",
        new { tenant = tenant.Value, from = TenantStates.NameOf(from), to = TenantStates.NameOf(to) },
        cancellationToken);

    public ValueTask<bool> TryHoldAsync(TenantId tenant, TenantHold hold, CancellationToken cancellationToken) => ChangeAsync(
        """
        INSERT INTO tenant_holds (tenant_id, since, held_by)
        SELECT id, @since, @by FROM tenants
        WHERE id = @tenant AND NOT EXISTS (SELECT 1 FROM terminations WHERE tenant_id = @tenant AND phase <> 'disabled')
        ON CONFLICT (tenant_id) DO NOTHING
        """,
        new { tenant = tenant.Value, since = StoredTime.Of(hold.Since), by = hold.By.Value },
        cancellationToken);

    public async ValueTask<bool> TryReleaseAsync(TenantId tenant, TenantHold hold, DateTimeOffset now, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            var key = new { tenant = tenant.Value, since = StoredTime.Of(hold.Since) };
            if (await transaction.ExecuteAsync("DELETE FROM tenant_holds WHERE tenant_id = @tenant AND since = @since", key) != 1) return false;
            if ((await transaction.FindAsync<Row>(Select + " WHERE t.id = @tenant", key))?.ToLife().Termination is { } termination)
            {
                var destroyAt = termination.DestroyAt + (now - TenantLife.ClockStoppedAt(hold, termination));
                await transaction.ExecuteAsync("UPDATE terminations SET destroy_at = @destroyAt WHERE tenant_id = @tenant", new { tenant = tenant.Value, destroyAt = StoredTime.Of(destroyAt) });
            }

            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    public async ValueTask<bool> TryTerminateAsync(TenantId tenant, TenantTermination termination, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            // Suspended as well: whoever overlooks the termination still refuses the tenant.
            var rows = await transaction.ExecuteAsync(
                "UPDATE tenants SET state = 'suspended' WHERE id = @tenant AND state = @before AND NOT EXISTS (SELECT 1 FROM terminations WHERE tenant_id = @tenant)",
                new { tenant = tenant.Value, before = TenantStates.NameOf(termination.StateBefore) });
            if (rows != 1) return false;
            await InsertAsync(tenant, termination, transaction);
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    public async ValueTask<bool> TryRecoverAsync(TenantId tenant, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            var before = await transaction.FindAsync<string>(
                "DELETE FROM terminations WHERE tenant_id = @tenant AND phase = 'disabled' RETURNING state_before", new { tenant = tenant.Value });
            if (before is null) return false;
            await transaction.ExecuteAsync("UPDATE tenants SET state = @before WHERE id = @tenant", new { tenant = tenant.Value, before });
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    public ValueTask<bool> TryBeginDestructionAsync(TenantId tenant, DateTimeOffset now, DateTimeOffset leasedUntil, CancellationToken cancellationToken) => ChangeAsync(
        """
        UPDATE terminations SET phase = 'destroying', leased_until = @leasedUntil
        WHERE tenant_id = @tenant AND (leased_until IS NULL OR leased_until <= @now)
            AND (phase = 'destroying'
                OR phase = 'disabled' AND destroy_at <= @now AND NOT EXISTS (SELECT 1 FROM tenant_holds WHERE tenant_id = @tenant))
        """,
        new { tenant = tenant.Value, now = StoredTime.Of(now), leasedUntil = StoredTime.Of(leasedUntil) },
        cancellationToken);

    public async ValueTask SaveProgressAsync(TenantId tenant, ErasureProgress progress, CancellationToken cancellationToken) => await ChangeAsync(
        "UPDATE terminations SET progress = @progress WHERE tenant_id = @tenant", new { tenant = tenant.Value, progress = JsonSerializer.Serialize(progress) }, cancellationToken);

    public async ValueTask SaveDestroyedAsync(TenantId tenant, DateTimeOffset destroyedAt, ReadOnlyMemory<byte> certificate, bool isFinal, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async transaction =>
            {
                foreach (var sql in (string[])
                [
                    "UPDATE terminations SET phase = 'destroyed', destroyed_at = @destroyedAt, certificate = @certificate, final = @final, canary = '', leased_until = NULL WHERE tenant_id = @tenant",
                    "DELETE FROM tenant_organizations WHERE tenant_id = @tenant",
                    "DELETE FROM tenant_hosts WHERE tenant_id = @tenant",
                    "DELETE FROM tenant_clusters WHERE tenant_id = @tenant",
                ])
                {
                    await transaction.ExecuteAsync(sql, new { tenant = tenant.Value, destroyedAt = StoredTime.Of(destroyedAt), certificate = certificate.ToArray(), final = isFinal ? 1L : 0L });
                }

                await transaction.CommitAsync();
                return true;
            },
            cancellationToken);

    public async ValueTask SaveCertificateAsync(TenantId tenant, ReadOnlyMemory<byte> certificate, bool isFinal, CancellationToken cancellationToken) => await ChangeAsync(
        "UPDATE terminations SET certificate = @certificate, final = @final WHERE tenant_id = @tenant AND phase = 'destroyed'",
        new { tenant = tenant.Value, certificate = certificate.ToArray(), final = isFinal ? 1L : 0L },
        cancellationToken);

    public async ValueTask BuryAsync(TenantId tenant, TenantTermination termination, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            var key = new { tenant = tenant.Value };
            foreach (var sql in (string[])
            [
                "DELETE FROM tenant_holds WHERE tenant_id = @tenant",
                "DELETE FROM terminations WHERE tenant_id = @tenant AND phase = 'disabled'",
                "UPDATE tenants SET state = 'suspended' WHERE id = @tenant",
            ])
            {
                await transaction.ExecuteAsync(sql, key);
            }

            if (await transaction.FindAsync<long>("SELECT count(*) FROM terminations WHERE tenant_id = @tenant", key) == 0) await InsertAsync(tenant, termination, transaction);
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    public async ValueTask<bool> TryScrubAsync(CancellationToken cancellationToken) => await database.TryScrubAsync(cancellationToken);

    private async ValueTask<bool> ChangeAsync(string sql, object parameters, CancellationToken cancellationToken) => await database.ChangeAsync(sql, parameters, cancellationToken);

    private static Task InsertAsync(TenantId tenant, TenantTermination termination, StoredTransaction transaction) =>
        transaction.ExecuteAsync(
            InsertTermination,
            new
            {
                tenant = tenant.Value,
                operation = termination.Operation,
                terminatedAt = StoredTime.Of(termination.TerminatedAt),
                destroyAt = StoredTime.Of(termination.DestroyAt),
                stateBefore = TenantStates.NameOf(termination.StateBefore),
                generationsBefore = JsonSerializer.Serialize(termination.GenerationsBefore.Select(Former.Of)),
                canary = termination.Canary,
                phase = NameOf(termination.Phase),
                progress = JsonSerializer.Serialize(termination.Progress),
            });

    private static string NameOf(TerminationPhase phase) => phase switch
    {
        TerminationPhase.Disabled => "disabled",
        TerminationPhase.Destroying => "destroying",
        TerminationPhase.Destroyed => "destroyed",
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "Unknown phase."),
    };

    private static TerminationPhase PhaseOf(string name) => name switch
    {
        "disabled" => TerminationPhase.Disabled,
        "destroying" => TerminationPhase.Destroying,
        "destroyed" => TerminationPhase.Destroyed,
        _ => throw new InvalidOperationException($"Unknown phase {name} in the database."),
    };

    private sealed record Former(string KeyId, KeyLine Line, int Number, GenerationState State)
    {
        internal static Former Of(FormerGeneration before) => new(before.KeyId.ToString(), before.Line, before.Number, before.State);

        internal FormerGeneration ToGeneration() => new(Core.Keys.KeyId.Parse(KeyId), Line, Number, State);
    }

    private sealed record Row(
        string Id, string State, string? HeldSince, string? HeldBy, string? Operation, string? TerminatedAt, string? DestroyAt, string? StateBefore, string? GenerationsBefore,
        string? Canary, string? Phase, string? Progress, string? DestroyedAt, byte[]? Certificate, long? Final)
    {
        internal TenantLife ToLife()
        {
            var hold = HeldSince is null || HeldBy is null ? null : new TenantHold(StoredTime.Parse(HeldSince), new ActorId(HeldBy));
            return new TenantLife(TenantId.Parse(Id), TenantStates.Parse(State, Phase), hold, ToTermination());
        }

        // All of a termination's columns are there or none is.
        private TenantTermination? ToTermination() =>
            Operation is null || TerminatedAt is null || DestroyAt is null || StateBefore is null || GenerationsBefore is null || Canary is null || Phase is null || Progress is null
                ? null
                : new TenantTermination
                {
                    Operation = Operation,
                    TerminatedAt = StoredTime.Parse(TerminatedAt),
                    DestroyAt = StoredTime.Parse(DestroyAt),
                    StateBefore = TenantStates.Parse(StateBefore, null),
                    GenerationsBefore = [.. (JsonSerializer.Deserialize<Former[]>(GenerationsBefore) ?? []).Select(before => before.ToGeneration())],
                    Canary = Canary,
                    Phase = PhaseOf(Phase),
                    Progress = JsonSerializer.Deserialize<ErasureProgress>(Progress) ?? new ErasureProgress(),
                    DestroyedAt = StoredTime.ParseOptional(DestroyedAt),
                    Certificate = Certificate,
                    IsFinal = Final == 1,
                };
    }
}
