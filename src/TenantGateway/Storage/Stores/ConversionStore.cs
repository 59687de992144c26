using System.Text.Json;
using System.Text.Json.Serialization;
using TenantGateway.Core.Access;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Tenants;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>Inventories and what was found in their datasets.</summary>
internal sealed class ConversionStore(Database database) : IConversionStore
{
    private const string Columns =
        """
        id, tenant_id AS tenantId, dataset, rewrites, actor, began_at AS beganAt, ended_at AS endedAt, position, last_position AS lastPosition,
        tally, last_tally AS lastTally, epoch, signature, route
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public async ValueTask<DatasetInventory?> FindInventoryAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var row = await database.FindAsync<InventoryRow>(
            "SELECT tenant_id AS tenantId, datasets, epoch, signature FROM dataset_inventories WHERE tenant_id = @tenant", new { tenant = tenant.Value }, cancellationToken);
        return row?.ToInventory();
    }

    public async ValueTask<bool> TryDeclareAsync(DatasetInventory inventory, CancellationToken cancellationToken) => await database.ChangeAsync(
        """
        INSERT INTO dataset_inventories (tenant_id, datasets, epoch, signature) SELECT @TenantId, @Datasets, @Epoch, @Signature
        WHERE @Epoch = 1 OR EXISTS (SELECT 1 FROM dataset_inventories WHERE tenant_id = @TenantId)
        ON CONFLICT (tenant_id) DO UPDATE SET datasets = excluded.datasets, epoch = excluded.epoch, signature = excluded.signature
        WHERE dataset_inventories.epoch = excluded.epoch - 1
        """,
        InventoryRow.Of(inventory),
        cancellationToken);

    public async ValueTask AddAsync(ConversionRun run, CancellationToken cancellationToken) => await database.ChangeAsync(
        """
        INSERT INTO conversion_runs (id, tenant_id, dataset, rewrites, route, actor, began_at, ended_at, position, last_position, tally, last_tally, epoch, signature)
        VALUES (@Id, @TenantId, @Dataset, @Rewrites, @Route, @Actor, @BeganAt, @EndedAt, @Position, @LastPosition, @Tally, @LastTally, @Epoch, @Signature)
        ON CONFLICT (id) DO NOTHING
        """,
        RunRow.Of(run),
        cancellationToken);

    public async ValueTask<ConversionRun?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var row = await database.FindAsync<RunRow>($"SELECT {Columns} FROM conversion_runs WHERE id = @id", new { id }, cancellationToken);
        return row?.ToRun();
    }

    public async ValueTask<IReadOnlyList<ConversionRun>> ListAsync(TenantId tenant, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<RunRow>(
            $"SELECT {Columns} FROM conversion_runs WHERE tenant_id = @tenant ORDER BY began_at DESC, id LIMIT @limit", new { tenant = tenant.Value, limit }, cancellationToken);
        return [.. rows.Select(row => row.ToRun())];
    }

    public async ValueTask<bool> TryChangeAsync(ConversionRun changed, CancellationToken cancellationToken) => await database.ChangeAsync(
        """
        UPDATE conversion_runs SET ended_at = @EndedAt, position = @Position, last_position = @LastPosition, tally = @Tally, last_tally = @LastTally,
            epoch = @Epoch, signature = @Signature
        WHERE id = @Id AND epoch = @Epoch - 1
        """,
        RunRow.Of(changed),
        cancellationToken);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Json) ?? throw new InvalidDataException("A stored document is null.");

    private sealed record InventoryRow(string TenantId, string Datasets, long Epoch, byte[] Signature)
    {
        internal static InventoryRow Of(DatasetInventory inventory) =>
            new(inventory.Tenant.Value, JsonSerializer.Serialize(inventory.Datasets, Json), inventory.Epoch, inventory.Signature.ToArray());

        internal DatasetInventory ToInventory() =>
            new() { Tenant = Core.Tenants.TenantId.Parse(TenantId), Datasets = [.. Read<Dataset[]>(Datasets)], Epoch = Epoch, Signature = Signature };
    }

    private sealed record RunRow(
        string Id, string TenantId, string Dataset, long Rewrites, string Actor, string BeganAt, string? EndedAt, long Position, long LastPosition, string Tally, string LastTally, long Epoch,
        byte[] Signature, string? Route)
    {
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
            run.Epoch,
            run.Signature.ToArray(),
            run.Route);

        internal ConversionRun ToRun() => new()
        {
            Id = Id,
            Tenant = Core.Tenants.TenantId.Parse(TenantId),
            Dataset = Dataset,
            Rewrites = Rewrites == 1,
            Route = Route,
            Actor = new ActorId(Actor),
            BeganAt = StoredTime.Parse(BeganAt),
            EndedAt = StoredTime.ParseOptional(EndedAt),
            Offset = Position,
            LastOffset = LastPosition,
            Tally = Read<ConversionTally>(Tally),
            LastTally = Read<ConversionTally>(LastTally),
            Epoch = Epoch,
            Signature = Signature,
        };
    }
}
