using TenantGateway.Faults.Keys.World;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Servers;

/// <summary>Processes that start on a database in which there is nothing, or more than they know.</summary>
internal sealed class FreshDatabaseRow(ReplicaStage stage) : ReplicaRow(stage)
{
    private const string Unknown = "9999_later.sql";

    public override string Name => "an empty database, and one of a newer version";

    public override string Promise => "two processes at once migrate it, each step once, and both serve; a process that does not know a step refuses to start and names it; those that run go on";

    protected override async Task<Observation> PlayAsync(BalancedWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        // :: Step 1: two at once on an empty database
        var database = await world.Servers.Postgres.CreateDatabaseAsync();
        await using var one = world.Gateway.NewProcess("all");
        await using var two = world.Gateway.NewProcess("all");
        world.StartOn(database, one);
        world.StartOn(database, two);
        await Task.WhenAll(one.ReadyAsync(cancellationToken), two.ReadyAsync(cancellationToken));
        var (steps, distinct) = (await CountAsync(world, database, "count(*)"), await CountAsync(world, database, "count(DISTINCT scriptname)"));

        // :: Step 2: a third that is older than the database
        await world.Servers.Postgres.ExecuteAsync(database, $"INSERT INTO schemaversions (scriptname, applied) VALUES ('{Unknown}', now())");
        await using var older = world.Gateway.NewProcess("all");
        world.StartOn(database, older);
        await Until.TrueAsync(() => older.HasExited, cancellationToken);
        var isNamed = older.Output.Contains(Unknown, StringComparison.Ordinal);
        await one.ReadyAsync(cancellationToken);
        return Observation.Of(steps > 0 && steps == distinct && isNamed, Text($"{steps} steps, {distinct} of them different; the older process ended, {(isNamed ? $"naming {Unknown}" : "WITHOUT A WORD")}; the others are ready"));
    }

    private static async Task<long> CountAsync(BalancedWorld world, string database, string what)
    {
        await using var connection = await world.Servers.Postgres.ConnectAsync(database);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {what} FROM schemaversions";
        return await command.ExecuteScalarAsync() is long count ? count : 0;
    }
}
