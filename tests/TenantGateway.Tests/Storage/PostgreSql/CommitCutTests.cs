using TenantGateway.Core.Tenants;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.Stores;
using TenantGateway.Tests.Auditing;
using TenantGateway.Tests.Proxies;
using TenantGateway.Tests.World;
using Xunit.Abstractions;

namespace TenantGateway.Tests.Storage.PostgreSql;

/// <summary>
/// The connection is cut at every message of a commit, in turn. What was acknowledged is there, what was not is there as a whole or not at all, and the trail has no gap and nothing
/// twice.
/// </summary>
public sealed class CommitCutTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int First = 900;

    private PostgreSqlStorage _storage = null!; // set before any test
    private PostgresCutter _cutter = null!;

    public static TheoryData<string> Cuts => [nameof(Cut.Before), nameof(Cut.Middle), nameof(Cut.After)];

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
    [MemberData(nameof(Cuts))]
    public async Task RecordOfTheTrail_IsThereOnceWhereverItIsCut(string cut)
    {
        await using var host = await StartAsync();
        await host.CommitAsync("operator", "first");
        var before = (await host.RowsAsync("operator")).Count;

        var cuts = await CutEverywhereAsync(cut, number => host.CommitAsync("operator", $"cut {number}"), () => host.CommitAsync("operator", "whole"));

        // One loss is repaired without anybody noticing: also that of the answer to a commit.
        Assert.All(cuts, outcome => Assert.Null(outcome.Fault));
        var rows = await host.RowsAsync("operator");
        AuditHost.AssertChained(rows);
        await host.AssertTreeAsync();
        var subjects = rows.Skip(before).Select(row => row.Member("subject")).Where(subject => subject != "whole").ToList();
        Assert.Equal(Enumerable.Range(0, cuts.Count + 1).Select(number => $"cut {number}"), subjects);
        // One statement, and what is answered to it.
        Assert.Contains(cuts, outcome => outcome.Message == "> E");
        Assert.DoesNotContain(cuts, outcome => outcome.Message == "> Q COMMIT");
        Assert.InRange(cuts.Count(outcome => outcome.Message.StartsWith('<')), 4, 100);
    }

    [PostgresTheory]
    [MemberData(nameof(Cuts))]
    public async Task RecordOfANewTenant_IsThereOnceWhereverItIsCut(string cut)
    {
        await using var host = await StartAsync();

        var cuts = await CutEverywhereAsync(cut, number => host.CommitAsync($"tenant-{number}", "cut"), () => host.CommitAsync("operator", "whole"));

        Assert.All(cuts, outcome => Assert.Null(outcome.Fault));
        for (var number = 0; number <= cuts.Count; number++) Assert.Single(await host.RowsAsync($"tenant-{number}"));
        await host.AssertTreeAsync();
        // Its last record had to be looked for, and so the end of the log was held.
        Assert.Contains(cuts, outcome => outcome.Message == "> Q COMMIT");
        Assert.InRange(cuts.Count(outcome => outcome.Message.StartsWith('<')), 8, 100);
    }

    // Those who read the log, and whoever else changes the state, talk in between.
    private Task<StateHost> StartAsync()
    {
        _cutter.Application = "tenant-gateway trail";
        // Each cut is repaired in time; how long a busy machine takes is not asked here.
        return AuditHost.StartAsync(_storage.Directory, settings: new Dictionary<string, string?>(_storage.Settings) { ["Gateway:Audit:CommitTimeoutSeconds"] = "30" });
    }

    [PostgresTheory]
    [MemberData(nameof(Cuts))]
    public async Task TenantAndItsKeys_AreThereAsAWholeOrNotAtAll(string cut)
    {
        using var database = _storage.Open();
        var store = new TenantStore(database);
        await CreateAsync(store, First);

        var cuts = await CutEverywhereAsync(cut, async number => await CreateAsync(store, number), async () => await store.ListAsync(default));

        var tenants = (await store.ListAsync(default)).Select(tenant => tenant.Id.Value).ToHashSet();
        var keys = (await new GenerationStore(database).ListAsync(default)).ToLookup(record => record.Tenant.Value);
        for (var i = 0; i <= cuts.Count; i++)
        {
            var isThere = tenants.Contains($"t{i}");
            Assert.Equal(isThere ? 2 : 0, keys[$"t{i}"].Count());
            if (i == cuts.Count || cuts[i].Fault is null) Assert.True(isThere, $"t{i} was acknowledged");
            else Assert.IsType<CommitInDoubtException>(cuts[i].Fault);
        }

        // What was in doubt is asked for again, and found or made.
        Assert.Contains(cuts, outcome => outcome.Fault is not null);
        foreach (var (number, _) in cuts.Index().Where(pair => pair.Item.Fault is not null)) Assert.NotEqual(CreateTenantOutcome.Conflict, await CreateAsync(store, number));
        Assert.Equal(cuts.Count + 2, (await store.ListAsync(default)).Count);
    }

    private static async Task<CreateTenantOutcome> CreateAsync(TenantStore store, int number)
    {
        var id = $"t{number}";
        return await store.CreateAsync(StateHost.TenantOf(id), [Generations.Unsigned(id, (uint)(number * 2)), Generations.Unsigned(id, (uint)((number * 2) + 1), Core.Keys.KeyLine.Lookup)], default);
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
}
