using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Keys;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Auditing;

public sealed class AuditLogTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Committed_IsThereForAStrangerAtOnce()
    {
        await using var host = await AuditHost.StartAsync(_directory);
        await using var stranger = TestDatabase.Stranger(_directory);
        for (var i = 1; i <= 20; i++)
        {
            await host.CommitAsync("operator", "entry " + i);
            Assert.Equal(i, await stranger.ExecuteScalarAsync<long>("SELECT size FROM audit_tree"));
            var leaves = await stranger.ExecuteScalarAsync<byte[]>("SELECT leaves FROM audit_batches ORDER BY first_index DESC LIMIT 1");
            Assert.NotNull(leaves);
            Assert.Contains($"\"subject\":\"entry {i}\"", Encoding.UTF8.GetString(leaves), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ThousandAtOnce_AreChainedByTenantInFewTransactions()
    {
        await using var host = await AuditHost.StartAsync(_directory);
        using var metrics = new MetricReader(host.Get<IMeterFactory>());
        string[] tenants = ["acme", "globex", "operator"];
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Task.Run(() => host.CommitAsync(tenants[i % 3], "entry " + i))));
        var subjects = new List<string?>();
        foreach (var tenant in tenants)
        {
            var rows = await host.RowsAsync(tenant);
            AuditHost.AssertChained(rows);
            subjects.AddRange(rows.Select(row => row.Member("subject")));
        }

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => "entry " + i).Order(), subjects.Order());
        Assert.Equal(1000, metrics["tenantgateway.audit.batch.size"]);
        Assert.InRange(host.Get<TroubledAuditStore>().Begun, 2, 500);
        Assert.Equal(1000, (await host.AssertTreeAsync()).Size);
    }

    [Fact]
    public async Task OneAfterTheOther_KeepTheirOrder()
    {
        await using var host = await AuditHost.StartAsync(_directory);
        var gate = Hold(host);
        var first = host.CommitAsync("acme", "0");
        await Eventually.IsTrueAsync(() => host.Get<TroubledAuditStore>().Begun == 1);
        var rest = Enumerable.Range(1, 40).Select(i => host.CommitAsync("acme", i.ToString(System.Globalization.CultureInfo.InvariantCulture))).ToArray();
        gate.SetResult();
        await Task.WhenAll([first, .. rest]);
        Assert.Equal(Enumerable.Range(0, 41).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)), (await host.RowsAsync("acme")).Select(row => row.Member("subject")));
        Assert.Equal(2, host.Get<TroubledAuditStore>().Begun);
    }

    [Fact]
    public async Task Restart_ContinuesTheChain()
    {
        for (var start = 0; start < 3; start++)
        {
            await using var host = await AuditHost.StartAsync(_directory);
            for (var i = 0; i < 5; i++) await host.CommitAsync("acme", "entry");
        }

        await using var last = await AuditHost.StartAsync(_directory);
        var rows = await last.RowsAsync("acme");
        Assert.Equal(15, rows.Count);
        AuditHost.AssertChained(rows);
    }

    [Fact]
    public async Task QueuedAtShutdown_IsWritten()
    {
        Task[] commits;
        await using (var host = await AuditHost.StartAsync(_directory))
        {
            var gate = Hold(host);
            commits = [.. Enumerable.Range(0, 30).Select(_ => host.CommitAsync("acme", "entry"))];
            gate.SetResult();
        }

        await Task.WhenAll(commits);
        await using var restarted = await AuditHost.StartAsync(_directory);
        Assert.Equal(30, (await restarted.RowsAsync("acme")).Count);
    }

    [Fact]
    public async Task CallerWhoHangsUp_IsRecordedAllTheSame()
    {
        await using var host = await AuditHost.StartAsync(_directory);
        var entry = new AuditEntry { Event = AuditEvent.AccessDenied, Tenant = TenantId.Parse("acme"), Outcome = "tenant_mismatch" };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await host.Get<IAuditTrail>().CommitAsync(entry, new CancellationToken(true)));
        await host.CommitAsync("acme", "next");
        Assert.Equal(["tenant_mismatch", "ok"], (await host.RowsAsync("acme")).Select(row => row.Member("outcome")));
    }

    [Fact]
    public async Task Details_AreSealedBesideTheLeafAndNowhereInTheClear()
    {
        var details = new AuditDetails("Mrs. Quilliam asked for it", "203.0.113.77");
        await using var host = await AuditHost.StartAsync(_directory);
        await host.CreateTenantAsync("acme");
        await host.CommitAsync("acme", "entry", details);
        await host.CommitAsync("operator", "entry", details);
        foreach (var tenant in (string[])["acme", "operator"])
        {
            var row = Assert.Single(await host.RowsAsync(tenant));
            Assert.NotNull(row.Details);
            Assert.Equal(details, await OpenAsync(host, row));
        }

        foreach (var file in Directory.GetFiles(_directory["state"]))
        {
            var bytes = await ReadSharedAsync(file);
            Assert.False(bytes.AsSpan().IndexOf("Quilliam"u8) >= 0, file);
            Assert.False(bytes.AsSpan().IndexOf("203.0.113.77"u8) >= 0, file);
        }
    }

    [Fact]
    public async Task SameDetailsTwice_LookDifferent()
    {
        await using var host = await AuditHost.StartAsync(_directory);
        var details = new AuditDetails("reason", null);
        await host.CommitAsync("operator", "1", details);
        await host.CommitAsync("operator", "2", details);
        var rows = await host.RowsAsync("operator");
        Assert.NotEqual(rows[0].Details, rows[1].Details);
    }

    [Fact]
    public async Task TenantWithoutKeys_IsRecordedWithoutDetailsAndSaysSo()
    {
        await using var host = await AuditHost.StartAsync(_directory);
        await host.CommitAsync("nobody", "entry", new AuditDetails("reason", "203.0.113.77"));
        var row = Assert.Single(await host.RowsAsync("nobody"));
        Assert.Null(row.Details);
        Assert.Equal("dropped", row.Member("details"));
    }

    [Fact]
    public async Task DetailsThatAreErased_LeaveRecordsAndTreeAsTheyWere()
    {
        await using var host = await AuditHost.StartAsync(_directory);
        foreach (var tenant in (string[])["acme", "globex"])
        {
            await host.CreateTenantAsync(tenant);
            for (var i = 0; i < 3; i++) await host.CommitAsync(tenant, "entry", new AuditDetails($"reason {i}", "203.0.113.77"));
        }

        var before = await host.RowsAsync("acme");
        Assert.Equal(1, await host.Get<IAuditStore>().EraseDetailsAsync("acme", 2, default));
        Assert.Equal([true, false, true], (await host.RowsAsync("acme")).Select(row => row.Details is not null));
        Assert.Equal(2, await host.Get<IAuditStore>().EraseDetailsAsync("acme", null, default));
        Assert.Equal(0, await host.Get<IAuditStore>().EraseDetailsAsync("acme", null, default));
        var after = await host.RowsAsync("acme");
        Assert.All(after, row => Assert.Null(row.Details));
        Assert.Equal(before.Select(row => Encoding.UTF8.GetString(row.Leaf)), after.Select(row => Encoding.UTF8.GetString(row.Leaf)));
        Assert.All(await host.RowsAsync("globex"), row => Assert.NotNull(row.Details));
        await host.AssertTreeAsync();
    }

    [Fact]
    public async Task MorePeopleThanOneRecordNames_TakeSeveralThatCountOnce()
    {
        await using var host = await AuditHost.StartAsync(_directory);
        await host.Get<IAuditTrail>().CommitAsync(
            new AuditEntry
            {
                Event = AuditEvent.DataRevealed, Tenant = TenantId.Parse("acme"), Outcome = "ok", RequestId = "r-1", Subjects = [.. Enumerable.Range(0, 600).Select(i => $"sb_{i}")],
                Disclosures = [new DisclosureCount(Core.Access.FieldClass.Parse("email"), Core.Access.Form.Clear, 600)],
            },
            default);
        var rows = await host.RowsAsync("acme");
        Assert.Equal([("1", "3"), ("2", "3"), ("3", "3")], rows.Select(row => (row.Member("part"), row.Member("parts"))));
        Assert.Equal(Enumerable.Range(0, 600).Select(i => $"sb_{i}"), rows.SelectMany(row => JsonDocument.Parse(row.Leaf).RootElement.GetProperty("subjects").EnumerateArray().Select(id => id.GetString())));
        Assert.Equal([1, 0, 0], rows.Select(row => JsonDocument.Parse(row.Leaf).RootElement.GetProperty("given").GetArrayLength()));
        Assert.All(rows, row => Assert.Equal("r-1", row.Member("request")));
    }

    [Fact]
    public async Task DenialsOfOneActorBeyondABound_AreOneEntryAMinute()
    {
        var time = new FakeTimeProvider();
        await using var host = await AuditHost.StartAsync(_directory, time);
        for (var i = 0; i < 100; i++)
        {
            await DenyAsync(host, "ac_one", "role_missing");
            await DenyAsync(host, "ac_other", "role_missing", i < 10);
            await DenyAsync(host, "ac_one", "tenant_suspended", i < 10);
        }

        Assert.Equal(50, (await host.RowsAsync("acme")).Count);
        await Eventually.IsTrueAsync(async () =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return (await host.RowsAsync("acme")).Count > 50;
        });
        var sum = (await host.RowsAsync("acme"))[^1];
        Assert.Equal(("access.denied", "role_missing", "ac_one", "70"), (sum.Member("event"), sum.Member("outcome"), sum.Member("actor"), sum.Member("count")));
        await DenyAsync(host, "ac_one", "role_missing");
        Assert.Equal(52, (await host.RowsAsync("acme")).Count);
    }

    private static async Task DenyAsync(StateHost host, string actor, string outcome, bool really = true)
    {
        if (!really) return;
        await host.Get<IAuditTrail>().CommitAsync(
            new AuditEntry { Event = AuditEvent.AccessDenied, Tenant = TenantId.Parse("acme"), Outcome = outcome, Actor = new Core.Access.ActorId(actor) }, default);
    }

    private static TaskCompletionSource Hold(StateHost host)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Get<TroubledAuditStore>().Gate = gate.Task;
        return gate;
    }

    private static async Task<AuditDetails?> OpenAsync(StateHost host, AuditRow row)
    {
        using var lease = await host.LeaseAsync(row.Tenant);
        return AuditDetailsSeal.TryOpen(lease.Ring.Audit, row.Details, row.Member("details") ?? "", out var details) ? details : null;
    }

    private static async Task<byte[]> ReadSharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }
}
