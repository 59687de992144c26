using Dapper;
using Microsoft.Data.Sqlite;
using TenantGateway.Core.Keys;

namespace TenantGateway.Storage;

/// <summary>Key generations in SQLite, as they were signed; nothing here says that a record can be trusted.</summary>
internal sealed class GenerationStore(Database database) : IGenerationStore
{
    private const string InsertSql =
        """
        INSERT INTO generations (key_id, tenant_id, line, number, state, epoch, kek_id, wrapped_key, signature, created_at, state_since, compromised)
        VALUES (@KeyId, @TenantId, @Line, @Number, @State, @Epoch, @KekId, @WrappedKey, @Signature, @CreatedAt, @StateSince, @Compromised)
        """;

    // Ignored where it would make a second primary, pending or searchable generation: then somebody else was faster.
    private const string UpdateSql =
        """
        UPDATE OR IGNORE generations SET
            state = @State, epoch = @Epoch, kek_id = @KekId, wrapped_key = @WrappedKey, signature = @Signature, state_since = @StateSince, compromised = @Compromised
        WHERE key_id = @KeyId AND tenant_id = @TenantId AND line = @Line AND number = @Number AND epoch = @Epoch - 1
        """;

    public async ValueTask<IReadOnlyList<GenerationRecord>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            SELECT key_id AS keyId, tenant_id AS tenantId, line, number, state, epoch, kek_id AS kekId, wrapped_key AS wrappedKey, signature,
                created_at AS createdAt, state_since AS stateSince, compromised
            FROM generations ORDER BY tenant_id, line, number
            """,
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToRecord())];
    }

    public async ValueTask AddAsync(IReadOnlyList<GenerationRecord> generations, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction(deferred: false);
        await connection.ExecuteAsync(new CommandDefinition(
            InsertSql + " ON CONFLICT (tenant_id, line, number) DO NOTHING", generations.Select(Row.Of), transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    public async ValueTask<bool> TryChangeAsync(IReadOnlyList<GenerationRecord> changed, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var record in changed)
        {
            var sql = record.Epoch == 1 ? InsertSql + " ON CONFLICT DO NOTHING" : UpdateSql;
            var rows = await connection.ExecuteAsync(new CommandDefinition(sql, Row.Of(record), transaction, cancellationToken: cancellationToken));
            if (rows != 1) return false;
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Inserts as a part of the caller's transaction; a key id, or tenant, line and number, that is taken throws.</summary>
    internal static Task InsertAsync(IReadOnlyList<GenerationRecord> generations, SqliteTransaction transaction, CancellationToken cancellationToken) =>
        (transaction.Connection ?? throw new InvalidOperationException("The transaction has ended."))
            .ExecuteAsync(new CommandDefinition(InsertSql, generations.Select(Row.Of), transaction, cancellationToken: cancellationToken));

    private sealed record Row(
        string KeyId, string TenantId, long Line, long Number, long State, long Epoch, string KekId, byte[] WrappedKey, byte[] Signature, long? CreatedAt, long? StateSince, long Compromised)
    {
        internal static Row Of(GenerationRecord record) => new(
            record.KeyId.ToString(),
            record.Tenant.Value,
            (long)record.Line,
            record.Number,
            (long)record.State,
            record.Epoch,
            record.KekId,
            record.WrappedKey.ToArray(),
            record.Signature.ToArray(),
            record.CreatedAt?.ToUnixTimeMilliseconds(),
            record.StateSince?.ToUnixTimeMilliseconds(),
            record.IsCompromised ? 1 : 0);

        internal GenerationRecord ToRecord() => new()
        {
            KeyId = Core.Keys.KeyId.Parse(KeyId),
            Tenant = Core.Tenants.TenantId.Parse(TenantId),
            Line = (KeyLine)Line,
            Number = checked((int)Number),
            State = (GenerationState)State,
            Epoch = Epoch,
            KekId = KekId,
            WrappedKey = WrappedKey,
            Signature = Signature,
            CreatedAt = TimeOf(CreatedAt),
            StateSince = TimeOf(StateSince),
            IsCompromised = Compromised != 0,
        };

        private static DateTimeOffset? TimeOf(long? milliseconds) => milliseconds is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
    }
}
