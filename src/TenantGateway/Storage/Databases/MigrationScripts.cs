using DbUp.Builder;
using DbUp.Engine;
using TenantGateway.Core.Doctor;

namespace TenantGateway.Storage.Databases;

/// <summary>The schema of one dialect as numbered scripts, applied in order and once each, all or none. Both dialects have scripts of the same names.</summary>
internal sealed class MigrationScripts
{
    private const string Folder = "TenantGateway.Storage.Migrations.";

    private readonly SqlScript[] _scripts;

    /// <param name="dialect">The folder below <c>Migrations</c>.</param>
    internal MigrationScripts(string dialect)
    {
        var assembly = typeof(MigrationScripts).Assembly;
        var folder = $"{Folder}{dialect}.";
        _scripts = [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => SqlScript.FromStream(
                name[folder.Length..],
                assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource {name} is missing."))),];
    }

    /// <summary>The names, in order.</summary>
    internal IEnumerable<string> Names => _scripts.Select(script => script.Name);

    /// <summary>Refuses a database that holds a migration which this version does not know: what it means cannot be guessed.</summary>
    /// <param name="database">How people call it.</param>
    /// <param name="applied">The names that it holds.</param>
    /// <exception cref="InvalidOperationException">A newer version wrote the database.</exception>
    internal void RefuseNewer(string database, IEnumerable<string> applied)
    {
        var unknown = applied.Except(Names).Order(StringComparer.Ordinal).FirstOrDefault();
        if (unknown is null) return;
        throw new InvalidOperationException(
            $"The database {database} was written by a newer version of the gateway: it holds migration {unknown}, which this version does not know. "
            + "Start the newer version, or restore a backup that was taken before the upgrade.");
    }

    /// <param name="applied">The names that a database holds.</param>
    /// <param name="now">The clock of its server; null where it has none of its own.</param>
    internal StateInspection Inspect(IEnumerable<string> applied, DateTimeOffset? now = null)
    {
        string[] held = [.. applied];
        return new StateInspection(held.Length, [.. Names.Except(held)], [.. held.Except(Names).Order(StringComparer.Ordinal)], now);
    }

    /// <summary>Applies what is missing.</summary>
    /// <returns>The number of scripts applied now.</returns>
    internal int Apply(UpgradeEngineBuilder database)
    {
        var result = database
            .WithScripts(_scripts)
            .WithVariablesDisabled()
            .WithTransaction()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        return result.Successful
            ? result.Scripts.Count()
            : throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} failed; the database is as it was.", result.Error);
    }
}
