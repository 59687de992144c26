using System.Text.Json;
using TenantGateway.Core.Audit;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.Stores;
using TenantGateway.Tests.Auditing;
using TenantGateway.Tests.Cli;
using TenantGateway.Tests.Storage.Contracts;
using TenantGateway.Tests.Storage.PostgreSql;
using TenantGateway.Tests.Storage.Sqlite;
using TenantGateway.Tests.Termination;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.EndToEnd;

/// <summary>
/// A database is backed up under traffic and restored elsewhere, as <c>docs/backup.md</c> says: what it held then is whole, tokens can be read, who was destroyed since stays dead, and what is
/// lost shows.
/// </summary>
public sealed class BackupTests : IDisposable
{
    private readonly ShiftedTime _time = new();
    private readonly Tests.Storage.TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task SqliteBackupUnderTraffic_RestoresWhatItHeld()
    {
        await using var storage = new SqliteStorage();
        await RestoreElsewhereAsync(storage);
    }

    [PostgresFact]
    public async Task PostgreSqlBackupUnderTraffic_RestoresWhatItHeld()
    {
        await using var storage = await PostgreSqlStorage.CreateAsync();
        await RestoreElsewhereAsync(storage);
    }

    private static Task DestroyedAsync(TerminationWorld world) => Eventually.IsTrueAsync(async () =>
    {
        await world.PassAsync(TimeSpan.FromMinutes(3));
        return (await world.LifeAsync("globex")).Phase == "destroyed";
    });

    private async Task RestoreElsewhereAsync(TestStorage storage)
    {
        var file = _directory["backup"];
        IReadOnlyList<AuditRow> before, after;
        string token, late;
        int port;

        // :: Step 1: a backup while people write
        await using (var world = await TerminationWorld.StartAsync(_directory["demo"], time: _time, storage: storage))
        {
            port = world.Gateway.Issuer.Port;
            token = await world.WriteAsync("agent@acme", "Grace Hopper");
            before = await TailsAsync(world);
            await world.DoneAsync("reviewer@operator", "audit", "checkpoint", "--file", _directory["before.checkpoint"]);
            await WhileWritingAsync(world, () => storage.BackUpAsync(file));
            late = await world.WriteAsync("agent@acme", "Ada Lovelace");

            // :: Step 2: what happens after it
            await world.TerminateAsync("globex");
            await world.PassDaysAsync(31);
            await DestroyedAsync(world);
            after = await TailsAsync(world);
            await world.DoneAsync("reviewer@operator", "audit", "checkpoint", "--file", _directory["after.checkpoint"]);
        }

        // :: Step 3: restored elsewhere, with the keys and the tombstones of today
        await using var elsewhere = await storage.RestoreElsewhereAsync(file);
        await using var restored = await TerminationWorld.StartAsync(_directory["demo"], port, _time, storage: elsewhere);
        Assert.Equal("Grace Hopper", await NameAsync(restored, token));
        // Sealed after the backup, under a key from before it.
        Assert.Equal("Ada Lovelace", await NameAsync(restored, late));
        Assert.Equal("unknown_organization", (await restored.ReadAsync("agent@globex", token)).Reason);
        await DestroyedAsync(restored);

        // :: Step 4: the trail, against what was noted of it before and after the backup
        foreach (var noted in before) Assert.Equal(noted.Leaf, (await RecordAsync(restored, noted))?.Leaf);
        Assert.NotEqual(after.Single(tail => tail.Tenant == "operator").Leaf, (await RecordAsync(restored, after.Single(tail => tail.Tenant == "operator")))?.Leaf);
        await AssertCheckpointsTellAsync(restored);
        foreach (var tenant in (string[])["acme", "operator"]) AuditHost.AssertChained(await TrailOf(restored).ReadAsync(tenant, 0, int.MaxValue, default));
    }

    /// <summary>The restored trail agrees with what was published before the backup, and what was published after it shows what is lost.</summary>
    private async Task AssertCheckpointsTellAsync(TerminationWorld world)
    {
        var (export, key) = (_directory["trail.zip"], _directory["signing-key.pem"]);
        await world.DoneAsync("admin@operator", "certificates", "key", "--file", key);
        await world.DoneAsync("reviewer@operator", "audit", "export", "--file", export);
        var kept = await Tgw.RunAsync(null, "audit", "verify", export, "--key", key, "--checkpoints", _directory["before.checkpoint"]);
        Assert.True(kept.Exit == 0, kept.Error);
        Assert.Equal(7, (await Tgw.RunAsync(null, "audit", "verify", export, "--key", key, "--checkpoints", _directory["after.checkpoint"])).Exit);
    }

    private static async Task WhileWritingAsync(TerminationWorld world, Func<Task> act)
    {
        using var over = new CancellationTokenSource();
        var written = 0;
        var writers = Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                await world.WriteAsync("agent@acme", $"Someone {i}");
                await world.Get<IAuditTrail>().CommitAsync(new AuditEntry { Event = AuditEvent.DataRevealed, Tenant = Core.Tenants.TenantId.Parse("acme"), Outcome = "ok", Subject = $"{i}" }, default);
                Interlocked.Increment(ref written);
            }
        })).ToList();
        await Eventually.IsTrueAsync(() => Volatile.Read(ref written) > 10);
        await act();
        var during = Volatile.Read(ref written);
        await Eventually.IsTrueAsync(() => Volatile.Read(ref written) > during + 10);
        await over.CancelAsync();
        await Task.WhenAll(writers);
    }

    private static AuditStore TrailOf(TerminationWorld world) => new(world.Get<Database>());

    private static async Task<IReadOnlyList<AuditRow>> TailsAsync(TerminationWorld world)
    {
        var tails = new List<AuditRow>();
        foreach (var tenant in (string[])["acme", "operator"]) tails.Add((await TrailOf(world).ReadAsync(tenant, 0, int.MaxValue, default))[^1]);
        return tails;
    }

    private static async Task<AuditRow?> RecordAsync(TerminationWorld world, AuditRow noted) => (await TrailOf(world).ReadAsync(noted.Tenant, noted.Sequence - 1, 1, default)).SingleOrDefault();

    private static async Task<string?> NameAsync(TerminationWorld world, string token) =>
        JsonDocument.Parse((await world.ReadAsync("agent@acme", token)).Text).RootElement.GetProperty("name").GetString();
}
