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
    private readonly FakeCoverageStore _store = new();
    private readonly CoverageLedger _ledger;

    public CoverageLedgerTests() => _ledger = new CoverageLedger(_store, _time);

    [Fact]
    public async Task WhatIsCounted_IsListedBeforeAndAfterItIsWritten_Once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++) _ledger.Count("crm", CoverageKind.Given, "email", "clear", 2);
        })));
        Assert.Equal([new CoverageTotal("crm", CoverageKind.Given, "email clear", 16_000)], await _ledger.SumAsync(Day, Day, null, default));
        await _ledger.FlushAsync(default);
        Assert.Equal([new CoverageTotal("crm", CoverageKind.Given, "email clear", 16_000)], await _ledger.SumAsync(Day, Day, null, default));
        Assert.Empty(await _ledger.SumAsync(Day.AddDays(1), Day.AddDays(1), null, default));
        await _ledger.FlushAsync(default);
        Assert.Single(_store.Counts);
    }

    [Fact]
    public async Task WhatCannotBeWritten_IsKept()
    {
        _ledger.Count("crm", CoverageKind.Protected, "email", "", 3);
        _ledger.Count("crm", CoverageKind.Given, "email", "clear", 1);
        _store.Fault = new InvalidOperationException("Down.");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _ledger.FlushAsync(default));
        _ledger.Count("crm", CoverageKind.Given, "email", "clear", 1);
        _store.Fault = null;
        await _ledger.FlushAsync(default);
        Assert.Equal([("email", 3L), ("email clear", 2L)], _store.Counts.Select(count => (count.Detail, count.Count)).Order());
    }

    [Fact]
    public async Task WhatCouldNotBeWritten_IsOfTheDayOnWhichItWasCounted()
    {
        _ledger.Count("crm", CoverageKind.Protected, "email", "", 3);
        _store.Fault = new InvalidOperationException("Down.");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _ledger.FlushAsync(default));
        _time.Advance(TimeSpan.FromDays(1));
        _ledger.Count("crm", CoverageKind.Protected, "email", "", 4);
        Assert.Equal(3, Assert.Single(await _ledger.SumAsync(Day, Day, null, default)).Count);
        _store.Fault = null;
        await _ledger.FlushAsync(default);
        Assert.Equal([(Day, 3L), (Day.AddDays(1), 4L)], _store.Counts.Select(count => (count.Day, count.Count)).Order());
        Assert.Equal(7, Assert.Single(await _ledger.SumAsync(Day, Day.AddDays(1), null, default)).Count);
    }

    [Fact]
    public async Task WhileCountsAreBeingWritten_WhoeverAsksMissesNoneOfThem()
    {
        _ledger.Count("crm", CoverageKind.Protected, "email", "", 3);
        var hold = _store.Hold = new TaskCompletionSource();
        var flush = _ledger.FlushAsync(default);
        var sum = _ledger.SumAsync(Day, Day, null, default).AsTask();
        hold.SetResult();
        await flush;
        Assert.Equal(3, Assert.Single(await sum).Count);
    }

    [Fact]
    public async Task TwoProcesses_AddUp_AndARouteIsToldAlone()
    {
        var other = new CoverageLedger(_store, _time);
        foreach (var ledger in (CoverageLedger[])[_ledger, other, _ledger]) ledger.Count("crm", CoverageKind.Protected, "email", "", 1);
        other.Count("billing", CoverageKind.Protected, "name", "", 1);
        await _ledger.FlushAsync(default);
        await other.FlushAsync(default);
        Assert.Equal([new CoverageTotal("crm", CoverageKind.Protected, "email", 3)], await new CoverageLedger(_store, _time).SumAsync(Day, Day, "crm", default));
    }

    [Fact]
    public void DocumentsAreLookedAt_AFewASecondForEachRouteAndKind()
    {
        var lines = new LinesCarrier(Json.Plan);
        Assert.True(Samples("crm"));
        Assert.False(Samples("crm"));
        Assert.True(Samples("billing"));
        Assert.True(_ledger.Samples("crm", fromCaller: false, Json.Carrier, 10));
        Assert.True(_ledger.Samples("crm", fromCaller: true, lines, 10));
        _time.Advance(TimeSpan.FromMilliseconds(249));
        Assert.False(Samples("crm"));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(Samples("crm"));
        Assert.False(Samples("crm"));
    }

    [Fact]
    public void AfterALongDocument_TheNextIsLookedAtLater()
    {
        Assert.True(Samples("crm", 8 * 1024 * 1024));
        _time.Advance(TimeSpan.FromSeconds(32));
        Assert.False(Samples("crm"));
        _time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.True(Samples("crm"));
    }

    [Fact]
    public void OfWhatComesAtOnce_OneIsLookedAt()
    {
        var looks = 0;
        Samples("crm");
        _time.Advance(TimeSpan.FromSeconds(1));
        Parallel.For(0, 1000, _ => Interlocked.Add(ref looks, Samples("crm") ? 1 : 0));
        Assert.Equal(1, looks);
    }

    [Fact]
    public async Task PathsBeyondTheBound_AreOne()
    {
        for (var i = 0; i < CoverageLedger.MaxPaths + 20; i++) _ledger.CountPath("crm", $"$.a{i}");
        _ledger.CountPath("crm", "$.a0");
        _ledger.CountPath("billing", "$.b");
        var counts = (await _ledger.SumAsync(Day, Day, null, default)).ToDictionary(count => (count.Route, count.Detail), count => count.Count);
        Assert.Equal((2, 20, 1), (counts[("crm", "$.a0")], counts[("crm", UnlistedPaths.More)], counts[("billing", "$.b")]));
        Assert.Equal(CoverageLedger.MaxPaths + 2, counts.Count);
    }

    [Fact]
    public async Task PathsMetAtOnce_AreEachOne_UpToTheBound()
    {
        Parallel.For(0, 8 * CoverageLedger.MaxPaths, i => _ledger.CountPath("crm", $"$.a{i % CoverageLedger.MaxPaths}"));
        var counts = await _ledger.SumAsync(Day, Day, null, default);
        Assert.Equal(CoverageLedger.MaxPaths, counts.Count);
        Assert.All(counts, count => Assert.Equal(8, count.Count));
    }

    [Fact]
    public void CountingAgain_AllocatesNothing()
    {
        _ledger.Count("crm", CoverageKind.Given, "email", "clear", 1);
        Samples("crm");
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ledger.Count("crm", CoverageKind.Given, "email", "clear", 1);
        Samples("crm");
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void AUnitThatIsNotLookedAt_AllocatesNothing()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new ProtectionMetrics(services.GetRequiredService<IMeterFactory>(), _ledger);
        for (var i = 0; i < 3; i++) metrics.SampleUnlisted("crm", Json.Unit, "{}"u8);
        var before = GC.GetAllocatedBytesForCurrentThread();
        metrics.SampleUnlisted("crm", Json.Unit, "{}"u8);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private bool Samples(string route, int length = 10) => _ledger.Samples(route, fromCaller: true, Json.Carrier, length);

    private static class Json
    {
        public static readonly ContentPlan Plan = new() { Operation = PlanOperation.Protect, FromCaller = true, Fields = FieldTrie.Compile([]) };
        public static readonly JsonCarrier Carrier = new(Plan);
        public static readonly UnitPlan Unit = new(PlanOperation.Protect, true, Carrier);
    }
}
