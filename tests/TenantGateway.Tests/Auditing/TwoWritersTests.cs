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
