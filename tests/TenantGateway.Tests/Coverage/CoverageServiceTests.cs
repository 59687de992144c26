using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Core.Coverage;
using TenantGateway.Coverage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Coverage;

public sealed class CoverageServiceTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeCoverageStore _store = new();
    private readonly CoverageLedger _ledger;
    private readonly ServiceProvider _services;
    private readonly CoverageService _service;

    public CoverageServiceTests()
    {
        _ledger = new CoverageLedger(_store, _time);
        _services = new ServiceCollection().AddSingleton(_ledger).AddSingleton<ICoverageStore>(_store).AddSingleton(Options.Create(new CoverageOptions { KeepDays = 10 })).BuildServiceProvider();
        _service = new CoverageService(_services, _time, NullLogger<CoverageService>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _service.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task CountsAreWrittenTwiceAMinute_AndOldDaysForgotten()
    {
        await _service.StartAsync(default);
        Count(2);
        await TickAsync(() => _store.Counts.Count == 1 && _store.Forgotten is not null);
        Assert.Equal(new DateOnly(2026, 2, 19), _store.Forgotten);
        Count(3);
        await TickAsync(() => _store.Counts.Count == 2);
        await _service.StopAsync(default);
    }

    /// <summary>Some faults of a database come as cancellations that nobody asked for; they must not end the process.</summary>
    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(TaskCanceledException))]
    [InlineData(typeof(TimeoutException))]
    public async Task ADatabaseThatFails_IsTriedAgain(Type fault)
    {
        _store.Fault = (Exception?)Activator.CreateInstance(fault);
        await _service.StartAsync(default);
        Count(2);
        await TickAsync(() => _store.Attempts > 0);
        _store.Fault = null;
        await TickAsync(() => _store.Counts.Count == 1);
        Assert.Equal((2, false), (_store.Counts[0].Count, _service.ExecuteTask?.IsFaulted));
        await _service.StopAsync(default);
    }

    [Fact]
    public async Task WhatIsLeftWhenTheServerStops_IsWritten()
    {
        await _service.StartAsync(default);
        Count(2);
        await _service.StopAsync(default);
        Assert.Equal(2, Assert.Single(_store.Counts).Count);
    }

    [Fact]
    public async Task ADatabaseThatHangs_DoesNotHoldUpTheStop()
    {
        await _service.StartAsync(default);
        Count(2);
        _store.Hold = new TaskCompletionSource();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _service.StopAsync(patience.Token).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Empty(_store.Counts);
    }

    private void Count(int count) => _ledger.Count("crm", CoverageKind.Protected, "email", "", count);

    // Whether the timer stands already is not seen from outside, so time goes on until what it should do is done.
    private Task TickAsync(Func<bool> isDone) => Eventually.IsTrueAsync(
        () =>
        {
            if (!isDone()) _time.Advance(CoverageService.Period);
            return isDone();
        },
        "it is done");
}
