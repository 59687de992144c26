using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using TenantGateway.Core.Access;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Storage;

/// <summary>Datasets and what was found in them, in SQLite.</summary>
internal sealed class ConversionStore(Database database) : IConversionStore
{
    private const string Columns =
        """
        id, tenant_id AS tenantId, dataset, rewrites, actor, began_at AS beganAt, ended_at AS endedAt, position, last_position AS lastPosition,
        tally, last_tally AS lastTally, epoch
        """;

    public async ValueTask<IReadOnlyList<Dataset>> ListDatasetsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<DatasetRow>(new CommandDefinition(
            "SELECT name, declared_at AS declaredAt FROM datasets WHERE tenant_id = @tenant ORDER BY name", new { tenant = tenant.Value }, cancellationToken: cancellationToken));
        return [.. rows.Select(row => new Dataset(row.Name, StoredTime.Parse(row.DeclaredAt)))];
    }

    public async ValueTask DeclareAsync(TenantId tenant, IReadOnlyList<Dataset> datasets, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction(deferred: false);
        var declared = datasets.Select(dataset => new { tenant = tenant.Value, name = dataset.Name, at = StoredTime.Of(dataset.DeclaredAt) }).ToList();
        await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM datasets WHERE tenant_id = @tenant AND name NOT IN @names", new { tenant = tenant.Value, names = declared.Select(row => row.name) }, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO datasets (tenant_id, name, declared_at) VALUES (@tenant, @name, @at) ON CONFLICT DO NOTHING", declared, transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    public async ValueTask AddAsync(ConversionRun run, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO conversion_runs (id, tenant_id, dataset, rewrites, actor, began_at, ended_at, position, last_position, tally, last_tally, epoch)
            VALUES (@Id, @TenantId, @Dataset, @Rewrites, @Actor, @BeganAt, @EndedAt, @Position, @LastPosition, @Tally, @LastTally, @Epoch)
            ON CONFLICT (id) DO NOTHING
            """,
            RunRow.Of(run), cancellationToken: cancellationToken));
    }

    public async ValueTask<ConversionRun?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<RunRow>(
            new CommandDefinition($"SELECT {Columns} FROM conversion_runs WHERE id = @id", new { id }, cancellationToken: cancellationToken));
        return row?.ToRun();
    }

    public async ValueTask<IReadOnlyList<ConversionRun>> ListAsync(TenantId tenant, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<RunRow>(new CommandDefinition(
            $"SELECT {Columns} FROM conversion_runs WHERE tenant_id = @tenant ORDER BY began_at DESC, id LIMIT @limit", new { tenant = tenant.Value, limit }, cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToRun())];
    }

    public async ValueTask<bool> TryChangeAsync(ConversionRun changed, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE conversion_runs SET ended_at = @EndedAt, position = @Position, last_position = @LastPosition, tally = @Tally, last_tally = @LastTally, epoch = @Epoch
            WHERE id = @Id AND epoch = @Epoch - 1
            """,
            RunRow.Of(changed), cancellationToken: cancellationToken)) == 1;
    }

    private sealed record DatasetRow(string Name, string DeclaredAt);

    private sealed record RunRow(
        string Id, string TenantId, string Dataset, long Rewrites, string Actor, string BeganAt, string? EndedAt, long Position, long LastPosition, string Tally, string LastTally, long Epoch)
    {
        private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

        internal static RunRow Of(ConversionRun run) => new(
            run.Id,
            run.Tenant.Value,
            run.Dataset,
            run.Rewrites ? 1 : 0,
            run.Actor.Value,
            StoredTime.Of(run.BeganAt),
            StoredTime.Of(run.EndedAt),
            run.Offset,
            run.LastOffset,
            JsonSerializer.Serialize(run.Tally, Json),
            JsonSerializer.Serialize(run.LastTally, Json),
            run.Epoch);

        internal ConversionRun ToRun() => new()
        {
            Id = Id,
            Tenant = Core.Tenants.TenantId.Parse(TenantId),
            Dataset = Dataset,
            Rewrites = Rewrites == 1,
            Actor = new ActorId(Actor),
            BeganAt = StoredTime.Parse(BeganAt),
            EndedAt = StoredTime.ParseOptional(EndedAt),
            Offset = Position,
            LastOffset = LastPosition,
            Tally = Read(Tally),
            LastTally = Read(LastTally),
            Epoch = Epoch,
        };

        private static ConversionTally Read(string tally) => JsonSerializer.Deserialize<ConversionTally>(tally, Json) ?? throw new InvalidDataException("A stored tally is null.");
    }
}
