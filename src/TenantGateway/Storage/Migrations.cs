using Dapper;
using DbUp;
using DbUp.Engine;
using Microsoft.Data.Sqlite;

namespace TenantGateway.Storage;

/// <summary>The schema as numbered scripts, applied in order and once each, all or none.</summary>
internal static class Migrations
{
    private const string Folder = "TenantGateway.Storage.Migrations.";

    private static readonly SqlScript[] Scripts = ReadScripts();

    /// <summary>Refuses a database that holds a migration which this version does not know: what it means cannot be guessed.</summary>
    /// <exception cref="InvalidOperationException">A newer version wrote the database.</exception>
    internal static async Task RefuseNewerAsync(SqliteConnection connection, string path, CancellationToken cancellationToken)
    {
        var journal = await connection.ExecuteScalarAsync<long>(
            new CommandDefinition("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'SchemaVersions'", cancellationToken: cancellationToken));
        if (journal == 0) return;
        var applied = await connection.QueryAsync<string>(
            new CommandDefinition("SELECT ScriptName FROM SchemaVersions ORDER BY ScriptName", cancellationToken: cancellationToken));
        var unknown = applied.Except(Scripts.Select(script => script.Name)).FirstOrDefault();
        if (unknown is null) return;
        throw new InvalidOperationException(
            $"The database {path} was written by a newer version of the gateway: it holds migration {unknown}, which this version does not know. "
            + "Start the newer version, or restore a backup that was taken before the upgrade.");
    }

    /// <summary>Applies what is missing.</summary>
    /// <returns>The number of scripts applied now.</returns>
    internal static int Apply(string connectionString)
    {
        var result = DeployChanges.To.SqliteDatabase(connectionString)
            .WithScripts(Scripts)
            .WithVariablesDisabled()
            .WithTransaction()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        return result.Successful
            ? result.Scripts.Count()
            : throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} failed; the database is as it was.", result.Error);
    }

    private static SqlScript[] ReadScripts()
    {
        var assembly = typeof(Migrations).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => SqlScript.FromStream(
                name[Folder.Length..],
                assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource {name} is missing."))),];
    }
}
