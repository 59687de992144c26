using Dapper;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Auditing;

/// <summary>A proxy and an admin extend the same trails.</summary>
public sealed class TwoWritersTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task WritersInTurn_RefuseNobodyAndKeepOneChain()
    {
        await using var one = await AuditHost.StartAsync(_directory);
        await using var other = await AuditHost.StartAsync(_directory);
        await one.CreateTenantAsync("acme");

        for (var i = 0; i < 10; i++) await (i % 2 == 0 ? one : other).CommitAsync("acme", $"{i}");

        var rows = await one.RowsAsync("acme");
        AuditHost.AssertChained(rows);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), rows.Select(row => row.Member("subject")));
    }

    [Fact]
    public async Task WriterWhoseRecordTheDatabaseForgot_GoesOnBehindWhatCameInItsPlace()
    {
        var settings = new Dictionary<string, string?> { ["Gateway:Audit:Search:IntervalMilliseconds"] = "60000", ["Gateway:Audit:Alarms:IntervalMilliseconds"] = "60000" };
        await using var one = await AuditHost.StartAsync(_directory, settings: settings);
        await using var other = await AuditHost.StartAsync(_directory, settings: settings);
        await one.CommitAsync("acme", "kept");
        await using var database = TestDatabase.Stranger(_directory);
        var (size, frontier) = await database.QuerySingleAsync<(long, byte[])>("SELECT size, frontier FROM audit_tree");
        await one.CommitAsync("acme", "forgotten");

        await database.ExecuteAsync("DELETE FROM audit_batches WHERE first_index >= @size; DELETE FROM audit_portions WHERE first_index >= @size; UPDATE audit_tree SET size = @size, frontier = @frontier", new { size, frontier });
        await other.CommitAsync("acme", "in its place");
        await one.CommitAsync("acme", "after it");

        var rows = await one.RowsAsync("acme");
        AuditHost.AssertChained(rows);
        await one.AssertTreeAsync();
        Assert.Equal(["kept", "in its place", "after it"], rows.Select(row => row.Member("subject")));
    }

    [Fact]
    public async Task WritersAtOnce_RefuseNobodyAndKeepOneChain()
    {
        await using var one = await AuditHost.StartAsync(_directory);
        await using var other = await AuditHost.StartAsync(_directory);
        await one.CreateTenantAsync("acme");

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => (i % 2 == 0 ? one : other).CommitAsync("acme", $"{i}"))));

        var rows = await one.RowsAsync("acme");
        AuditHost.AssertChained(rows);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}").Order(StringComparer.Ordinal), rows.Select(row => row.Member("subject")).Order(StringComparer.Ordinal));
    }
}
