using System.Collections.Concurrent;
using TenantGateway.Core.Audit;
using TenantGateway.Storage.PostgreSql;
using TenantGateway.Storage.Tombstones;
using TenantGateway.Tests.Auditing;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Storage.PostgreSql;

/// <summary>The server dies under writers and comes back.</summary>
public sealed class ServerCrashTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [PostgresFact]
    public async Task ServerThatDies_HasAllThatWasAcknowledged_AndIsFoundAgain()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var host = await AuditHost.StartAsync(_directory, settings: new()
        {
            ["Gateway:Storage:Directory"] = null,
            [$"{PostgreSqlOptions.Section}:ConnectionStringFile"] = ConnectionFiles.Write(_directory, server.ConnectionString("postgres")),
            [$"{TombstonesOptions.Section}:Directory"] = _directory["tombstones"],
        });
        var acknowledged = new ConcurrentDictionary<string, bool>();
        var refused = 0;
        using var over = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                try
                {
                    await host.CommitAsync("operator", $"{writer}.{i}");
                    acknowledged[$"{writer}.{i}"] = true;
                }
                catch (AuditUnavailableException)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        })).ToList();

        for (var crash = 0; crash < 2; crash++)
        {
            var before = acknowledged.Count;
            await Eventually.IsTrueAsync(() => acknowledged.Count > before + 100);
            await server.KillAsync();
            await Eventually.IsTrueAsync(() => Volatile.Read(ref refused) > 0);
            await server.RestartAsync();
            refused = 0;
        }

        var last = acknowledged.Count;
        await Eventually.IsTrueAsync(() => acknowledged.Count > last + 100);
        await over.CancelAsync();
        await Task.WhenAll(writers);
        var rows = await host.RowsAsync("operator");
        AuditHost.AssertChained(rows);
        var subjects = rows.Select(row => row.Member("subject")).OfType<string>().Where(subject => subject.Contains('.', StringComparison.Ordinal)).ToList();
        Assert.Distinct(subjects);
        Assert.Empty(acknowledged.Keys.Except(subjects));
    }
}
