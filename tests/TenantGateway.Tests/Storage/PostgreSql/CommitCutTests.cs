using Dapper;
using TenantGateway.Core.Audit;
using TenantGateway.Storage.Stores;
using TenantGateway.Tests.Proxies;
using TenantGateway.Tests.World;
using Xunit.Abstractions;

namespace TenantGateway.Tests.Storage.PostgreSql;

/// <summary>
/// The connection is cut at every message of a commit of the trail, in turn. What was acknowledged is there, as a whole, and the trail has no gap and nothing twice.
/// </summary>
public sealed class CommitCutTests(ITestOutputHelper output) : IAsyncLifetime
{
    private PostgreSqlStorage _storage = null!; // set before any test
    private PostgresCutter _cutter = null!;

    public async Task InitializeAsync()
    {
        _storage = await PostgreSqlStorage.CreateAsync();
        _cutter = PostgresCutter.Start((await PostgresServer.SharedAsync()).Port);
        _storage.ConnectThrough(_cutter.Port);
    }

    public async Task DisposeAsync()
    {
        if (_cutter is not null) await _cutter.DisposeAsync();
        if (_storage is not null) await _storage.DisposeAsync();
    }

    [PostgresTheory]
    [InlineData(nameof(Cut.Before))]
    [InlineData(nameof(Cut.Middle))]
    [InlineData(nameof(Cut.After))]
    public async Task BatchOfTheTrail_IsThereOnceWhereverItIsCut(string cut)
    {
        using var database = _storage.Open();
        var store = new AuditStore(database);
        await store.AppendAsync(Batch(1), default);

        var cuts = await CutEverywhereAsync(cut, number => store.AppendAsync(Batch(number + 2), default).AsTask(), () => store.AppendAsync([], default).AsTask());

        // One loss is repaired without anybody noticing: also that of the answer to a commit.
        var last = (cuts.Count + 2) * 2L;
        Assert.All(cuts, outcome => Assert.Null(outcome.Fault));
        foreach (var tenant in (string[])["acme", "globex"]) Assert.Equal(Sequence(last), (await store.ReadAsync(tenant, 0, int.MaxValue, default)).Select(row => row.Sequence));
        Assert.Contains(cuts, outcome => outcome.Message == "> Q COMMIT");
        Assert.InRange(cuts.Count(outcome => outcome.Message.StartsWith('<')), 8, 100);
    }

    /// <summary>A record of somebody else at the place is no proof that one's own was committed.</summary>
    [PostgresFact]
    public async Task PlaceTakenBySomebodyElseAfterALostCommit_IsTold()
    {
        using var database = _storage.Open();
        var store = new AuditStore(database);
        await store.AppendAsync(Batch(1), default);
        var commit = await NumberOfAsync(() => store.AppendAsync(Batch(2), default).AsTask(), "> Q COMMIT");

        var back = new TaskCompletionSource();
        _cutter.Gate = back.Task;
        _cutter.Arm(commit, Cut.Before);
        var append = Task.Run(() => store.AppendAsync(Batch(3), default).AsTask());
        await Eventually.IsTrueAsync(() => _cutter.HasCut);
        await using (var stranger = await _storage.ConnectAsync()) await stranger.ExecuteAsync("INSERT INTO audit_records (tenant, sequence, leaf) VALUES ('acme', 5, 'another')");
        back.SetResult();

        await Assert.ThrowsAsync<AuditPlaceTakenException>(() => append);
        Assert.Equal(5, (await store.ReadAsync("acme", 0, 100, default)).Count);
    }

    /// <summary>Does it with a cut at each message, until there are no more.</summary>
    private async Task<List<(string Message, Exception? Fault)>> CutEverywhereAsync(string cut, Func<int, Task> act, Func<Task> heal)
    {
        var outcomes = new List<(string, Exception?)>();
        for (var number = 0; ; number++)
        {
            _cutter.Arm(number, Enum.Parse<Cut>(cut));
            var fault = await Record.ExceptionAsync(() => act(number));
            if (!_cutter.HasCut)
            {
                Assert.Null(fault);
                output.WriteLine(string.Join('\n', outcomes));
                return outcomes;
            }

            outcomes.Add((_cutter.Passed[number], fault));
            // A cut after the last message is found by the next transaction only, and would be a second loss in it.
            await heal();
            Assert.InRange(number, 0, 200);
        }
    }

    /// <summary>Does it undisturbed, and tells which of its messages that is.</summary>
    private async Task<int> NumberOfAsync(Func<Task> act, string message)
    {
        _cutter.Arm(int.MaxValue, Cut.Before);
        await act();
        return _cutter.Passed.Index().Single(passed => passed.Item == message).Index;
    }

    private static IEnumerable<long> Sequence(long last) => Enumerable.Range(1, (int)last).Select(i => (long)i);

    // Two records of each of two tenants.
    private static AuditRow[] Batch(int number) => [Row("acme", (number * 2) - 1), Row("globex", (number * 2) - 1), Row("acme", number * 2), Row("globex", number * 2)];

    private static AuditRow Row(string tenant, long sequence) => new(tenant, sequence, System.Text.Encoding.UTF8.GetBytes($"{tenant} {sequence}"), null);
}
