using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Storage;

/// <summary>The lives of tenants in SQLite. Every condition is part of the statement that changes, or read under the write lock.</summary>
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

    public async ValueTask<IReadOnlyList<TenantLife>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(Select + " ORDER BY t.id", cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToLife())];
    }

    public async ValueTask<TenantLife?> FindAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            Select + " WHERE t.id = @tenant", new { tenant = tenant.Value }, cancellationToken: cancellationToken));
        return row?.ToLife();
    }

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

    public async ValueTask<bool> TryReleaseAsync(TenantId tenant, TenantHold hold, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        // The write lock from the start: what is read below cannot change before it is acted upon.
        await using var transaction = connection.BeginTransaction(deferred: false);
        var key = new { tenant = tenant.Value, since = StoredTime.Of(hold.Since) };
        if (await ExecuteAsync("DELETE FROM tenant_holds WHERE tenant_id = @tenant AND since = @since", key) != 1) return false;
        var row = await connection.QuerySingleAsync<Row>(new CommandDefinition(Select + " WHERE t.id = @tenant", key, transaction, cancellationToken: cancellationToken));
        if (row.ToLife().Termination is { } termination)
        {
            var destroyAt = termination.DestroyAt + (now - TenantLife.ClockStoppedAt(hold, termination));
            await ExecuteAsync("UPDATE terminations SET destroy_at = @destroyAt WHERE tenant_id = @tenant", new { tenant = tenant.Value, destroyAt = StoredTime.Of(destroyAt) });
        }

        await transaction.CommitAsync(cancellationToken);
        return true;

        Task<int> ExecuteAsync(string sql, object parameters) => connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));
    }

    public async ValueTask<bool> TryTerminateAsync(TenantId tenant, TenantTermination termination, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction(deferred: false);
        var before = new { tenant = tenant.Value, before = TenantStates.NameOf(termination.StateBefore) };
        // Suspended as well: whoever overlooks the termination still refuses the tenant.
        var rows = await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE tenants SET state = 'suspended' WHERE id = @tenant AND state = @before AND NOT EXISTS (SELECT 1 FROM terminations WHERE tenant_id = @tenant)",
            before, transaction, cancellationToken: cancellationToken));
        if (rows != 1) return false;
        await InsertAsync(tenant, termination, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    public async ValueTask<bool> TryRecoverAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction(deferred: false);
        var key = new { tenant = tenant.Value };
        var before = await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(
            "DELETE FROM terminations WHERE tenant_id = @tenant AND phase = 'disabled' RETURNING state_before", key, transaction, cancellationToken: cancellationToken));
        if (before is null) return false;
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE tenants SET state = @before WHERE id = @tenant", new { tenant = tenant.Value, before }, transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

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

    public async ValueTask SaveDestroyedAsync(TenantId tenant, DateTimeOffset destroyedAt, ReadOnlyMemory<byte> certificate, bool isFinal, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var sql in (string[])
        [
            "UPDATE terminations SET phase = 'destroyed', destroyed_at = @destroyedAt, certificate = @certificate, final = @final, canary = '', leased_until = NULL WHERE tenant_id = @tenant",
            "DELETE FROM tenant_organizations WHERE tenant_id = @tenant",
            "DELETE FROM tenant_hosts WHERE tenant_id = @tenant",
            "DELETE FROM tenant_clusters WHERE tenant_id = @tenant",
        ])
        {
            var row = new { tenant = tenant.Value, destroyedAt = StoredTime.Of(destroyedAt), certificate = certificate.ToArray(), final = isFinal };
            await connection.ExecuteAsync(new CommandDefinition(sql, row, transaction, cancellationToken: cancellationToken));
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public async ValueTask SaveCertificateAsync(TenantId tenant, ReadOnlyMemory<byte> certificate, bool isFinal, CancellationToken cancellationToken) => await ChangeAsync(
        "UPDATE terminations SET certificate = @certificate, final = @final WHERE tenant_id = @tenant AND phase = 'destroyed'",
        new { tenant = tenant.Value, certificate = certificate.ToArray(), final = isFinal },
        cancellationToken);

    public async ValueTask BuryAsync(TenantId tenant, TenantTermination termination, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction(deferred: false);
        var key = new { tenant = tenant.Value };
        foreach (var sql in (string[])
        [
            "DELETE FROM tenant_holds WHERE tenant_id = @tenant",
            "DELETE FROM terminations WHERE tenant_id = @tenant AND phase = 'disabled'",
            "UPDATE tenants SET state = 'suspended' WHERE id = @tenant",
        ])
        {
            await connection.ExecuteAsync(new CommandDefinition(sql, key, transaction, cancellationToken: cancellationToken));
        }

        var exists = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "SELECT count(*) FROM terminations WHERE tenant_id = @tenant", key, transaction, cancellationToken: cancellationToken));
        if (exists == 0) await InsertAsync(tenant, termination, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async ValueTask<bool> TryScrubAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        // What was overwritten is still in the log until all of it is in the file, and the log is cut.
        return await connection.QuerySingleAsync<long>(new CommandDefinition("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken: cancellationToken)) == 0;
    }

    private async ValueTask<bool> ChangeAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)) == 1;
    }

    private static Task InsertAsync(TenantId tenant, TenantTermination termination, SqliteTransaction transaction, CancellationToken cancellationToken) =>
        (transaction.Connection ?? throw new InvalidOperationException("The transaction has ended.")).ExecuteAsync(new CommandDefinition(
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
            },
            transaction,
            cancellationToken: cancellationToken));

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
