using TenantGateway.Faults.Keys.World;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Servers;

/// <summary>The replicas were started at once on a database in which there was nothing; and a process is started on one in which there is more than it knows.</summary>
internal sealed class FreshDatabaseRow(ReplicaStage stage) : ReplicaRow(stage)
{
    private const string Unknown = "9999_later.sql";

    public override string Name => "an empty database, and one of a newer version";

    public override string Promise => "three processes that start at once migrate it, each step once, and all serve; a process that does not know a step refuses to start and names it";

    protected override async Task<Observation> PlayAsync(BalancedWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        // :: Step 1: what the replicas did when they started
        var (steps, distinct) = (await CountAsync(world, "count(*)"), await CountAsync(world, "count(DISTINCT scriptname)"));

        // :: Step 2: one more, to which the database is too new
        var newer = await world.Servers.Postgres.CreateDatabaseAsync();
        await world.Servers.Postgres.ExecuteAsync(newer, $"CREATE TABLE schemaversions (schemaversionsid serial PRIMARY KEY, scriptname text, applied timestamp); INSERT INTO schemaversions (scriptname) VALUES ('{Unknown}')");
        await using var older = world.Gateway.NewProcess("all");
        world.StartOn(newer, older);
        await Until.TrueAsync(() => older.HasExited, cancellationToken);
        var isNamed = older.Output.Contains(Unknown, StringComparison.Ordinal);
        return Observation.Of(
            steps > 0 && steps == distinct && isNamed,
            Text($"{steps} steps, {distinct} of them different, {world.Replicas.Count} replicas ready; the older process ended{(isNamed ? $", naming {Unknown}" : " WITHOUT A WORD")}"));
    }

    private static async Task<long> CountAsync(BalancedWorld world, string what)
    {
        await using var connection = await world.Servers.Postgres.ConnectAsync(world.Servers.Database);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {what} FROM schemaversions";
        return await command.ExecuteScalarAsync() is long count ? count : 0;
    }
}
