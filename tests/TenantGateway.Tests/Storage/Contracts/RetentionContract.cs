using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Auditing.Retention;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Exports;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;
using TenantGateway.Tests.Auditing;
using TenantGateway.Tests.Cli;
using TenantGateway.Tests.Storage.Sqlite;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Storage.Contracts;

/// <summary>Records whose retention is over go, and what is left verifies offline, over one database of each kind.</summary>
public abstract class RetentionContract : StorageContract
{
    private const int Records = 12;

    private static readonly TimeSpan Old = TimeSpan.FromDays(100);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, default));

    [Fact]
    public async Task OldRecords_GoAndWhatIsLeftVerifies()
    {
        await using var host = await FilledAsync();
        var before = await host.RowsAsync("globex");
        await HoldAsync(host, "globex");
        Pass(Old);
        await host.CommitAsync("acme", "young");
        Assert.True(await AreInFilesAsync("secret 3"));
        await RoundAsync(host);
        // Neither in the file nor in its log, which is cut; a server keeps its files to itself.
        Assert.True(Storage is not SqliteStorage || !await AreInFilesAsync("secret 3"));
        var rows = await host.RowsAsync("acme");
        // The young one, the record that the details go, and the notice.
        Assert.Equal([Records + 1, Records + 2, Records + 3], rows.Select(row => row.Sequence));
        Assert.Equal("audit.pruned", rows[^1].Member("event"));
        Assert.Equal(before.Select(row => row.Leaf), (await host.RowsAsync("globex")).Select(row => row.Leaf));
        await host.AssertTreeAsync();
        Assert.DoesNotContain("secret 3", await BlobsAsync(host), StringComparison.Ordinal);

        foreach (var request in (AuditExportRequest[])[new("acme", null, null), new("globex", null, null), new("acme", _time.GetUtcNow() - TimeSpan.FromDays(200), _time.GetUtcNow() - TimeSpan.FromDays(1)), new(null, null, null)])
        {
            var (exit, output, error) = await VerifyAsync(host, request);
            Assert.Equal((0, ""), (exit, error));
            Assert.Equal(request.Tenant != "globex", output.Contains($"{Records} records of acme are not there, because their retention was over: 1 to {Records}, as record {Records + 3} says", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task RemovalThatNoNoticeCovers_IsFound()
    {
        await using var host = await FilledAsync();
        await host.SignAsync();
        var (retention, turn) = (host.Get<IAuditRetentionStore>(), await TurnAsync(host));
        // As whoever can write the database would do it.
        await retention.AuthoriseAsync("acme", 3, Records, default);
        Assert.Equal(3, (await retention.PruneAsync("acme", turn, _time.GetUtcNow(), 10, default))?.Through);
        var (exit, _, error) = await VerifyAsync(host, new AuditExportRequest(null, null, null));
        Assert.Equal(7, exit);
        Assert.Contains("(acme 1): It is not there, and no record says that it may be gone. (record_removed)", error, StringComparison.Ordinal);
        Assert.Equal(7, (await VerifyAsync(host, new AuditExportRequest("acme", null, null))).Exit);
        Assert.Equal(0, (await VerifyAsync(host, new AuditExportRequest("globex", null, null))).Exit);
    }

    [Fact]
    public async Task HeldTenant_KeepsEverythingUntilTheHoldIsLifted()
    {
        await using var host = await FilledAsync();
        await HoldAsync(host, "acme");
        Pass(Old);
        await RoundAsync(host);
        Assert.Equal(Records, (await host.RowsAsync("acme")).Count(row => row.Details is not null));
        Assert.DoesNotContain(await host.RowsAsync("globex"), row => row.Sequence <= Records);
        var retention = host.Get<IAuditRetentionStore>();
        // Also in the middle: a turn that was begun before does nothing.
        await retention.AuthoriseAsync("acme", 3, Records, default);
        Assert.Null(await retention.PruneAsync("acme", await TurnAsync(host), _time.GetUtcNow(), 10, default));
        Assert.False(await retention.TryHoldAsync(new AuditHold(TenantId.Parse("acme"), _time.GetUtcNow(), new ActorId("ac_other")), default));
        Assert.True(await retention.TryLiftAsync(Assert.Single(await retention.ListHoldsAsync(default)), default));
        Assert.Empty(await retention.ListHoldsAsync(default));
    }

    [Fact]
    public async Task TenantThatIsHeldItself_KeepsEverythingAndNothingIsPutOnRecord()
    {
        await using var host = await FilledAsync();
        Assert.True(await host.Get<ITenantLives>().TryHoldAsync(TenantId.Parse("acme"), new TenantHold(_time.GetUtcNow(), new ActorId("ac_someone")), default));
        Pass(Old);
        await RoundAsync(host);
        Assert.Equal(Records, (await host.RowsAsync("acme")).Count(row => row.Details is not null));
        Assert.Equal(Records, (await host.RowsAsync("acme")).Count);
    }

    [Fact]
    public async Task PruningThatWasCutOff_IsGoneOnWithWithoutAnotherNotice()
    {
        await using var host = await FilledAsync();
        Pass(Old);
        var (retention, turn) = (host.Get<IAuditRetentionStore>(), await TurnAsync(host));
        var due = await host.Get<DueRecords>().FindAsync("acme", 0, new Core.Audit.Merkle.MerkleFrontier(), _time.GetUtcNow().AddDays(-90), default);
        Assert.True(await host.Get<PruningAuthority>().TryAuthoriseAsync(TenantId.Parse("acme"), due.Tree, _time.GetUtcNow().AddDays(-90), 90, default));
        Assert.InRange((await retention.PruneAsync("acme", turn, _time.GetUtcNow(), 1, default))?.Through ?? 0, 1, Records - 1);
        Assert.Equal(0, (await VerifyAsync(host, new AuditExportRequest(null, null, null))).Exit);
        Assert.Equal(0, (await VerifyAsync(host, new AuditExportRequest("acme", null, null))).Exit);

        // Nobody has the turn any more.
        await retention.EndRoundAsync(turn.Holder, _time.GetUtcNow(), default);
        await RoundAsync(host);
        Assert.Equal(Records, (await retention.FindProgressAsync("acme", default)).Through);
        Assert.Single(await host.RowsAsync("acme"), row => row.Member("event") == "audit.pruned");
        Assert.Equal(0, (await VerifyAsync(host, new AuditExportRequest("acme", null, null))).Exit);
    }

    [Fact]
    public async Task Details_GoBeforeTheirRecords()
    {
        await using var host = await FilledAsync();
        Pass(TimeSpan.FromDays(40));
        await RoundAsync(host);
        var rows = await host.RowsAsync("acme");
        Assert.Equal(Records + 1, rows.Count);
        Assert.All(rows, row => Assert.Null(row.Details));
        Assert.Equal(("audit.details_erased", Records.ToString(System.Globalization.CultureInfo.InvariantCulture)), (rows[^1].Member("event"), rows[^1].Member("count")));
        Assert.Equal(0, (await VerifyAsync(host, new AuditExportRequest("acme", null, null))).Exit);
    }

    [Fact]
    public async Task OfTwoProcesses_OneHasTheTurn()
    {
        await using var one = await FilledAsync();
        await using var other = await StartAsync();
        var retention = one.Get<IAuditRetentionStore>();
        var now = _time.GetUtcNow();
        Assert.True(await retention.TryBeginRoundAsync(new PruningTurn("one", now.AddMinutes(2)), now, default));
        Assert.False(await other.Get<IAuditRetentionStore>().TryBeginRoundAsync(new PruningTurn("other", now.AddMinutes(2)), now, default));
        Assert.True(await other.Get<IAuditRetentionStore>().TryBeginRoundAsync(new PruningTurn("other", now.AddMinutes(9)), now.AddMinutes(3), default));
        await retention.AuthoriseAsync("acme", 3, Records, default);
        // Whose turn is over finds out in the transaction.
        Assert.Null(await retention.PruneAsync("acme", new PruningTurn("one", now.AddMinutes(9)), now.AddMinutes(3), 10, default));
    }

    [Fact]
    public async Task PeriodThatNobodyDecided_PrunesNothing()
    {
        await using var host = await FilledAsync();
        await host.Get<IAuditRetentionStore>().SetPeriodAsync(new RetentionPeriod(TenantId.Parse("acme"), 30, 30, "op_forged", _time.GetUtcNow()), default);
        Pass(Old);
        await RoundAsync(host);
        Assert.Equal(Records, (await host.RowsAsync("acme")).Count);
        Assert.DoesNotContain(await host.RowsAsync("globex"), row => row.Sequence <= Records);
    }

    [Fact]
    public async Task HoldWhoseRowWasTakenAway_KeepsTheRecords_AndAPruningInSpiteOfItIsFound()
    {
        await using var host = await FilledAsync();
        await HoldAsync(host, "acme");
        await host.Get<IAuditTrail>().CommitAsync(new AuditEntry { Event = AuditEvent.AuditHeld, Tenant = TenantId.Operator, Outcome = "ok", Subject = "acme" }, default);
        Pass(Old);
        await using (var stranger = await Storage.ConnectAsync()) await Dapper.SqlMapper.ExecuteAsync(stranger, "DELETE FROM audit_holds");
        await Eventually.IsTrueAsync(async () =>
        {
            // Its clock moves the indexer on.
            _time.Advance(TimeSpan.FromSeconds(1));
            return await host.Get<IAuditIndex>().ReadStateAsync(default) is var state && state.Through == state.LogSize;
        });
        await RoundAsync(host);
        Assert.Equal(Records, (await host.RowsAsync("acme")).Count);
        // The record of the hold is older than the operator's own period, and stays as long as nothing ends it.
        Assert.Contains(await host.RowsAsync("operator"), row => row.Member("event") == "audit.held");
        Assert.Equal(0, (await VerifyAsync(host, new AuditExportRequest("acme", null, null))).Exit);

        // With everything that a process of the gateway can do itself.
        var (retention, turn) = (host.Get<IAuditRetentionStore>(), await TurnAsync(host));
        var due = await host.Get<DueRecords>().FindAsync("acme", 0, new Core.Audit.Merkle.MerkleFrontier(), _time.GetUtcNow().AddDays(-90), default);
        Assert.True(await host.Get<PruningAuthority>().TryAuthoriseAsync(TenantId.Parse("acme"), due.Tree, _time.GetUtcNow().AddDays(-90), 90, default));
        Assert.Equal(Records, (await retention.PruneAsync("acme", turn, _time.GetUtcNow(), 100, default))?.Through);
        var (exit, _, error) = await VerifyAsync(host, new AuditExportRequest(null, null, null));
        Assert.Equal(7, exit);
        Assert.Contains($"It holds the records of acme, no record ends that, and the records 1 to {Records} are gone since. (pruned_under_hold)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_PrunesByItself()
    {
        await using var host = await FilledAsync(hosted: true);
        _time.Advance(TimeSpan.FromDays(31));
        await Eventually.IsTrueAsync(async () =>
        {
            _time.Advance(RetentionService.Interval);
            return (await host.RowsAsync("acme")).All(row => row.Sequence > Records) && (await host.RowsAsync("globex")).All(row => row.Sequence > Records);
        });
        Assert.Equal(0, (await VerifyAsync(host, new AuditExportRequest("acme", null, null))).Exit);
    }

    /// <summary>At once, and not by all that timers would do in that time.</summary>
    private void Pass(TimeSpan time) => _time.AdjustTime(_time.GetUtcNow() + time);

    private async Task<bool> AreInFilesAsync(string text)
    {
        if (Storage is not SqliteStorage) return true;
        foreach (var file in Directory.EnumerateFiles(Storage.Directory["state"], "gateway.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            await stream.CopyToAsync(content);
            if (content.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0) return true;
        }

        return false;
    }

    private async Task<StateHost> FilledAsync(bool hosted = false)
    {
        var host = await StartAsync(hosted);
        foreach (var tenant in (string[])["acme", "globex"]) await host.CreateTenantAsync(tenant);
        for (var i = 0; i < Records; i++)
        {
            // One batch or several: both are there.
            await Task.WhenAll(
                host.CommitAsync("acme", $"secret {i}", new AuditDetails("a reason", "203.0.113.77")), host.CommitAsync("globex", $"entry {i}"), host.CommitAsync("operator", $"entry {i}"));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        return host;
    }

    private Task<StateHost> StartAsync(bool hosted = false) => StateHost.StartAsync(
        Storage.Directory,
        services =>
        {
            services.AddSingleton<TimeProvider>(_time);
            // Tests say themselves when a round is.
            if (!hosted) services.Remove(services.Single(service => service.ImplementationType == typeof(RetentionService)));
        },
        new Dictionary<string, string?>(Storage.Settings)
        {
            // Every tick of a hosted process takes its time: as few days as there may be.
            [$"{RetentionOptions.Section}:MinDays"] = hosted ? "30" : "90",
            [$"{RetentionOptions.Section}:RecordDays"] = hosted ? "30" : "90",
            [$"{RetentionOptions.Section}:DetailDays"] = "30",
        });

    private static async Task RoundAsync(StateHost host) => Assert.True(await host.Get<RetentionRound>().TryRunAsync(TimeSpan.FromMinutes(1), default));

    private async Task<PruningTurn> TurnAsync(StateHost host)
    {
        // Past the pause after a round.
        _time.Advance(TimeSpan.FromMinutes(5));
        var turn = new PruningTurn("test", _time.GetUtcNow().AddMinutes(2));
        Assert.True(await host.Get<IAuditRetentionStore>().TryBeginRoundAsync(turn, _time.GetUtcNow(), default));
        return turn;
    }

    private Task HoldAsync(StateHost host, string tenant) =>
        host.Get<IAuditRetentionStore>().TryHoldAsync(new AuditHold(TenantId.Parse(tenant), _time.GetUtcNow(), new ActorId("ac_someone")), default).AsTask();

    private async Task<(int Exit, string Output, string Error)> VerifyAsync(StateHost host, AuditExportRequest request)
    {
        var (export, key) = await host.ExportAsync(Storage.Directory, request);
        var ran = await Tgw.RunAsync(null, "audit", "verify", export, "--key", key);
        return (ran.Exit, ran.Output, ran.Error);
    }

    private static async Task<string> BlobsAsync(StateHost host) =>
        string.Concat((await host.Get<IAuditStore>().ReadBatchesAsync(0, int.MaxValue, default)).Select(batch => Encoding.UTF8.GetString(batch.Leaves.Span)));
}
