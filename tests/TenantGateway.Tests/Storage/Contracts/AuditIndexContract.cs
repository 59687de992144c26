using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Auditing.Projections;
using TenantGateway.Auditing.Search;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Tenants;
using TenantGateway.Storage.Stores;
using AuditRecord = TenantGateway.Core.Audit.Search.AuditRecord;

namespace TenantGateway.Tests.Storage.Contracts;

public abstract class AuditIndexContract : StorageContract
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);

    private AuditStore? _log;
    private AuditIndexStore? _index;

    private AuditStore Log => _log ??= new AuditStore(Database);

    private AuditIndexStore Index => _index ??= new AuditIndexStore(Database);

    [Fact]
    public async Task AnySearch_FindsWhatIsInTheLog()
    {
        // Two whole segments and a part of a third, and a tenant that has none.
        var records = await FillAsync(9000);
        await IndexAsync();
        var state = await Index.ReadStateAsync(default);
        Assert.Equal((9000L, 9000L), (state.Through, state.LogSize));
        foreach (var parameters in (Dictionary<string, string>[])
        [
            [],
            new() { ["event"] = "access.denied" },
            new() { ["class"] = "email", ["route"] = "crm" },
            new() { ["actor"] = "ac_3" },
            new() { ["subject"] = "sb_17" },
            new() { ["request"] = "r4321" },
            new() { ["key"] = "aaaaaa", ["actor"] = "ac_5", ["outcome"] = "ok" },
            new() { ["actor"] = "ac_3", ["subject"] = "sb_17", ["event"] = "data.revealed", ["class"] = "name", ["route"] = "crm" },
            new() { ["actor"] = "ac_nobody" },
            new() { ["from"] = "2026-01-01T00:10:00Z", ["to"] = "2026-01-01T00:20:00.001Z" },
            new() { ["from"] = "2026-01-01T02:00:00Z", ["event"] = "access.denied" },
            new() { ["to"] = "2025-01-01" },
        ])
        {
            foreach (var tenant in (string[])["acme", "globex", "initech"]) await AssertFoundAsync(new Dictionary<string, string>(parameters) { ["tenant"] = tenant }, records);
        }
    }

    [Fact]
    public async Task Records_AreReadByTheirNumbers()
    {
        await FillAsync(600);
        var found = await Index.FindLeavesAsync("globex", [5, 1, 9999, 7], default);
        Assert.Equal([5, 1, 7], found.Select(leaf => leaf.Sequence));
        Assert.All(found, leaf => Assert.True(AuditRecord.TryRead(leaf.Leaf, out var record) && record.Tenant == "globex" && record.Sequence == leaf.Sequence));
        var batches = await Log.ReadBatchesAsync(0, 600, default);
        Assert.All(found, leaf => Assert.Equal(leaf.Leaf, batches.SelectMany(batch => AuditFrames.Split(batch.Leaves)).ElementAt((int)leaf.Index).ToArray()));
        Assert.Empty(await Index.FindLeavesAsync("initech", [1], default));
    }

    [Fact]
    public async Task ProcessThatHasNoTurn_ChangesNothing()
    {
        await FillAsync(10);
        Assert.True(await Indexer().StepAsync(default));
        await FillAsync(10);
        var other = Indexer();
        Assert.False(await other.StepAsync(default));
        Assert.Equal(10, (await Index.ReadStateAsync(default)).Through);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await other.StepAsync(default));
        Assert.Equal(20, (await Index.ReadStateAsync(default)).Through);
    }

    [Fact]
    public async Task StepOfAStateThatIsNoMore_IsNotTaken()
    {
        await FillAsync(10);
        var read = await Index.ReadStateAsync(default);
        var turn = new AuditIndexTurn(read, "one", Start, Start.AddSeconds(10));
        Assert.True(await Index.TryTakeAsync(turn, [new IndexedLeaf("acme", 1, new byte[] { 1 })], 1, default));
        // The same records once more, as a process sends them that does not know that its commit came through.
        Assert.False(await Index.TryTakeAsync(turn, [new IndexedLeaf("acme", 1, new byte[] { 1 })], 1, default));
        Assert.Equal(1, (await Index.ReadStateAsync(default)).Through);
        await Index.RebuildAsync(default);
        Assert.False(await Index.TryTakeAsync(turn with { State = read with { Through = 1 } }, [], 2, default));
    }

    [Fact]
    public async Task IndexBegunAnew_IsTheSameAgain()
    {
        var records = await FillAsync(5000);
        await IndexAsync();
        await Index.RebuildAsync(default);
        Assert.Equal(0, (await Index.ReadStateAsync(default)).Through);
        await IndexAsync();
        await AssertFoundAsync(new Dictionary<string, string> { ["tenant"] = "acme", ["class"] = "email" }, records);
        // Nothing is left of the former one.
        await using var stranger = await Storage.ConnectAsync();
        foreach (var table in (string[])["tenants", "loose", "segments", "parts"])
        {
            Assert.Equal(0L, await Dapper.SqlMapper.ExecuteScalarAsync<long>(stranger, $"SELECT count(*) FROM audit_index_{table} WHERE build < 2"));
        }
    }

    [Fact]
    public async Task PrunedRecords_AreFoundByNothingAndCountedNowhere()
    {
        var records = await FillAsync(9000);
        await IndexAsync();
        var retention = new AuditRetentionStore(Database);
        var turn = new PruningTurn("test", _time.GetUtcNow().AddHours(1));
        Assert.True(await retention.TryBeginRoundAsync(turn, _time.GetUtcNow(), default));
        // In the middle of a segment, and among those that are in none; after each step.
        foreach (var to in (long[])[5000, 8400])
        {
            await retention.AuthoriseAsync("acme", to, to + 1, default);
            for (var through = 0L; through < to;)
            {
                through = (await retention.PruneAsync("acme", turn, _time.GetUtcNow(), 6, default))?.Through ?? throw new InvalidOperationException("It stopped.");
                await AssertLeftAsync(through);
            }

            Assert.Equal(0, await CountAsync($"SELECT count(*) FROM audit_index_segments WHERE tenant = 'acme' AND segment < {to / AuditSegment.Records}"));
            Assert.Equal(0, await CountAsync($"SELECT count(*) FROM audit_index_parts WHERE tenant = 'acme' AND segment < {to / AuditSegment.Records}"));
        }

        // Begun anew from a log of which the first records are gone; and by a process that read them before they went.
        await Index.RebuildAsync(default);
        var read = await Index.ReadStateAsync(default);
        Assert.True(await Index.TryTakeAsync(new AuditIndexTurn(read, "slow", _time.GetUtcNow(), _time.GetUtcNow()), [new IndexedLeaf("acme", 7, new byte[] { 1 })], 0, default));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM audit_index_loose WHERE build = 2"));
        await IndexAsync();
        await AssertLeftAsync(8400);

        async Task AssertLeftAsync(long through)
        {
            var left = records.Where(record => record.Tenant != "acme" || record.Sequence > through).ToArray();
            foreach (var parameters in (Dictionary<string, string>[])[[], new() { ["event"] = "access.denied" }, new() { ["subject"] = "sb_17" }, new() { ["actor"] = "ac_5", ["class"] = "email" }, new() { ["to"] = "2026-01-01T02:00:00Z" }])
            {
                foreach (var tenant in (string[])["acme", "globex"]) await AssertFoundAsync(new Dictionary<string, string>(parameters) { ["tenant"] = tenant }, left);
            }

            Assert.Equal(0, await CountAsync($"SELECT count(*) FROM audit_index_loose WHERE tenant = 'acme' AND first_sequence <= {through}"));
            Assert.Empty(await Index.FindLeavesAsync("acme", [1, through], default));
        }
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var stranger = await Storage.ConnectAsync();
        return await Dapper.SqlMapper.ExecuteScalarAsync<long>(stranger, sql);
    }

    private async Task AssertFoundAsync(Dictionary<string, string> parameters, IReadOnlyList<AuditRecord> records)
    {
        Assert.True(AuditFilter.TryRead(parameters, out var filter, out _));
        var expected = records.Where(filter.Matches).Select(record => record.Sequence).ToArray();
        var searcher = new AuditSearcher(Index);

        // Page by page, the newest first.
        var (paged, before) = (new List<long>(), long.MaxValue);
        while (true)
        {
            var (_, page) = await searcher.FindAsync(filter, (0, before), ascending: false, 1000, default);
            if (page.Count == 0) break;
            paged.AddRange(page);
            before = page[^1];
        }

        Assert.Equal(expected.Reverse(), paged);
        Assert.Equal(expected.Where(sequence => sequence > 3).Take(50), (await searcher.FindAsync(filter, (3, long.MaxValue), ascending: true, 50, default)).Found);
        var counts = await searcher.CountAsync(filter, default);
        Assert.Equal((expected.Length, false), (counts.Total.Count, counts.Total.OrMore));
        foreach (var kind in TermKinds.Facets)
        {
            var values = records.Where(filter.Matches).SelectMany(record => record.Terms).Where(term => term.Kind == kind).GroupBy(term => term.Value).ToDictionary(group => group.Key, group => group.Count());
            Assert.Equal(values.OrderBy(value => value.Key, StringComparer.Ordinal), counts.Facets[TermKinds.NameOf(kind)].Select(value => KeyValuePair.Create(value.Value, value.Count)).OrderBy(value => value.Key, StringComparer.Ordinal));
        }
    }

    private async Task IndexAsync()
    {
        var indexer = Indexer();
        _time.Advance(TimeSpan.FromMinutes(1));
        while (await indexer.StepAsync(default))
        {
            // Until there is nothing more to do.
        }
    }

    private AuditIndexer Indexer()
    {
        var services = new ServiceCollection().AddMetrics().AddSingleton<IAuditIndex>(Index).AddSingleton<IAuditStore>(Log).BuildServiceProvider();
        return new AuditIndexer(services, new RecentBatches(), _time, new AuditIndexMetrics(services.GetRequiredService<IMeterFactory>()), NullLogger<AuditIndexer>.Instance);
    }

    /// <summary>Appends records of two tenants, most of the first, and gives back what can be found of them.</summary>
    private async Task<IReadOnlyList<AuditRecord>> FillAsync(int count)
    {
        foreach (var batch in Enumerable.Range(0, count).Select(EntryOf).Chunk(100)) await Log.AppendAsync(new RecordPlacement(batch), default);
        var leaves = (await Log.ReadBatchesAsync(0, int.MaxValue, default)).SelectMany(batch => AuditFrames.Split(batch.Leaves));
        return [.. leaves.Select(leaf => AuditRecord.TryRead(leaf.Span, out var record) ? record : throw new InvalidDataException("It is no record."))];
    }

    private static (AuditEntry Entry, DateTimeOffset Time) EntryOf(int i)
    {
        var denied = i % 7 == 0;
        var entry = new AuditEntry
        {
            Event = denied ? AuditEvent.AccessDenied : AuditEvent.DataRevealed,
            Outcome = denied ? "role_missing" : "ok",
            Tenant = TenantId.Parse(i % 20 == 0 ? "globex" : "acme"),
            Actor = new ActorId($"ac_{i % 11}"),
            Route = i % 3 == 0 ? "crm" : "billing",
            RequestId = $"r{i / 2}",
            Subjects = denied ? [] : [$"sb_{i % 97}", $"sb_{i % 101}"],
            KeyIds = denied ? [] : [i < 4000 ? "aaaaaa" : "bbbbbb"],
            Disclosures = denied ? [] : [new DisclosureCount(FieldClass.Parse(i % 5 == 0 ? "email" : "name"), Form.Clear, 1)],
        };
        // Clocks of several processes: not all in the order of the log.
        return (entry, Start.AddSeconds(i + (i % 13 == 0 ? -30 : 0)));
    }
}
