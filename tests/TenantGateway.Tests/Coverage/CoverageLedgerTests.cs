using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Core.Content;
using TenantGateway.Core.Coverage;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Coverage;
using TenantGateway.Protection;

namespace TenantGateway.Tests.Coverage;

public sealed class CoverageLedgerTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeStore _store = new();
    private readonly CoverageLedger _ledger;

    public CoverageLedgerTests() => _ledger = new CoverageLedger(_store, _time);

    [Fact]
    public async Task WhatIsCounted_IsListedBeforeAndAfterItIsWritten_Once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++) _ledger.Count("crm", CoverageKind.Given, "email", "clear", 2);
        })));
        Assert.Equal([new CoverageCount(Day, "crm", CoverageKind.Given, "email clear", 16_000)], await _ledger.ListAsync(Day, Day, default));
        await _ledger.FlushAsync(default);
        Assert.Equal([new CoverageCount(Day, "crm", CoverageKind.Given, "email clear", 16_000)], await _ledger.ListAsync(Day, Day, default));
        Assert.Empty(await _ledger.ListAsync(Day.AddDays(1), Day.AddDays(1), default));
        await _ledger.FlushAsync(default);
        Assert.Single(_store.Counts);
    }

    [Fact]
    public async Task WhatCannotBeWritten_IsKept()
    {
        _ledger.Count("crm", CoverageKind.Protected, "email", "", 3);
        _ledger.Count("crm", CoverageKind.Given, "email", "clear", 1);
        _store.IsDown = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => _ledger.FlushAsync(default));
        _ledger.Count("crm", CoverageKind.Given, "email", "clear", 1);
        _store.IsDown = false;
        await _ledger.FlushAsync(default);
        Assert.Equal([("email", 3L), ("email clear", 2L)], _store.Counts.Select(count => (count.Detail, count.Count)).Order());
    }

    [Fact]
    public void DocumentsAreLookedAt_AFewASecondForEachRoute()
    {
        Assert.True(_ledger.Samples("crm"));
        Assert.False(_ledger.Samples("crm"));
        Assert.True(_ledger.Samples("billing"));
        _time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.True(_ledger.Samples("crm"));
        Assert.False(_ledger.Samples("crm"));
    }

    [Fact]
    public async Task PathsBeyondTheBound_AreOne()
    {
        for (var i = 0; i < CoverageLedger.MaxPaths + 20; i++) _ledger.CountPath("crm", $"$.a{i}");
        _ledger.CountPath("crm", "$.a0");
        _ledger.CountPath("billing", "$.b");
        var counts = (await _ledger.ListAsync(Day, Day, default)).ToDictionary(count => (count.Route, count.Detail), count => count.Count);
        Assert.Equal((2, 20, 1), (counts[("crm", "$.a0")], counts[("crm", CoverageLedger.MorePaths)], counts[("billing", "$.b")]));
        Assert.Equal(CoverageLedger.MaxPaths + 2, counts.Count);
    }

    [Fact]
    public void CountingAgain_AllocatesNothing()
    {
        _ledger.Count("crm", CoverageKind.Given, "email", "clear", 1);
        _ledger.Samples("crm");
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ledger.Count("crm", CoverageKind.Given, "email", "clear", 1);
        _ledger.Samples("crm");
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void AUnitThatIsNotLookedAt_AllocatesNothing()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new ProtectionMetrics(services.GetRequiredService<IMeterFactory>(), _ledger);
        var plan = new UnitPlan(PlanOperation.Protect, true, new JsonCarrier(new ContentPlan { Operation = PlanOperation.Protect, FromCaller = true, Fields = FieldTrie.Compile([]) }));
        for (var i = 0; i < 3; i++) metrics.SampleUnlisted("crm", plan, "{}"u8);
        var before = GC.GetAllocatedBytesForCurrentThread();
        metrics.SampleUnlisted("crm", plan, "{}"u8);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class FakeStore : ICoverageStore
    {
        public bool IsDown { get; set; }

        public List<CoverageCount> Counts { get; } = [];

        public ValueTask AddAsync(IReadOnlyList<CoverageCount> counts, CancellationToken cancellationToken)
        {
            if (IsDown) throw new InvalidOperationException("Down.");
            Counts.AddRange(counts);
            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<CoverageCount>> ListAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<CoverageCount>>([.. Counts.Where(count => count.Day >= from && count.Day <= to)]);

        public ValueTask ForgetAsync(DateOnly before, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
