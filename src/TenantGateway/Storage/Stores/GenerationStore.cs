using TenantGateway.Core.Keys;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>Key generations, as they were signed; nothing here says that a record can be trusted.</summary>
internal sealed class GenerationStore(Database database) : IGenerationStore
{
    private const string InsertSql =
        """
        INSERT INTO generations (key_id, tenant_id, line, number, state, epoch, kek_id, wrapped_key, signature, created_at, state_since, compromised)
        VALUES (@KeyId, @TenantId, @Line, @Number, @State, @Epoch, @KekId, @WrappedKey, @Signature, @CreatedAt, @StateSince, @Compromised)
        """;

    private const string UpdateSql =
        """
        UPDATE generations SET
            state = @State, epoch = @Epoch, kek_id = @KekId, wrapped_key = @WrappedKey, signature = @Signature, state_since = @StateSince, compromised = @Compromised
        WHERE key_id = @KeyId AND tenant_id = @TenantId AND line = @Line AND number = @Number AND epoch = @Epoch - 1
        """;

    public async ValueTask<IReadOnlyList<GenerationRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<Row>(
            """
            SELECT key_id AS keyId, tenant_id AS tenantId, line, number, state, epoch, kek_id AS kekId, wrapped_key AS wrappedKey, signature,
                created_at AS createdAt, state_since AS stateSince, compromised
            FROM generations ORDER BY tenant_id, line, number
            """,
            null,
            cancellationToken);
        return [.. rows.Select(row => row.ToRecord())];
    }

    public async ValueTask AddAsync(IReadOnlyList<GenerationRecord> generations, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            await transaction.ExecuteForEachAsync(InsertSql + " ON CONFLICT (tenant_id, line, number) DO NOTHING", generations.Select(Row.Of));
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    public async ValueTask<bool> TryChangeAsync(IReadOnlyList<GenerationRecord> changed, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(transaction => TryChangeAsync(changed, transaction), cancellationToken);
        }
        catch (Exception taken) when (database.IsKeyTaken(taken))
        {
            // It would have made a second primary, pending or searchable generation: somebody else was faster.
            return false;
        }
    }

    /// <summary>Inserts as a part of the caller's transaction; a key id, or tenant, line and number, that is taken throws.</summary>
    internal static Task InsertAsync(IReadOnlyList<GenerationRecord> generations, StoredTransaction transaction) => transaction.ExecuteForEachAsync(InsertSql, generations.Select(Row.Of));

    private static async Task<bool> TryChangeAsync(IReadOnlyList<GenerationRecord> changed, StoredTransaction transaction)
    {
        foreach (var record in changed)
        {
            var sql = record.Epoch == 1 ? InsertSql + " ON CONFLICT DO NOTHING" : UpdateSql;
            if (await transaction.ExecuteAsync(sql, Row.Of(record)) != 1) return false;
        }

        await transaction.CommitAsync();
        return true;
    }

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
