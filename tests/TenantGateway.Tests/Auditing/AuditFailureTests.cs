using System.Diagnostics;
using Dapper;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Auditing;

public sealed class AuditFailureTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task FailingStore_RefusesItsWaitersAndRecoversWithoutAGap()
    {
        await using var host = await AuditHost.StartAsync(_directory);
        var store = host.Get<TroubledAuditStore>();
        await host.CommitAsync("acme", "before");
        store.FailsBefore = true;
        for (var round = 0; round < 3; round++)
        {
            var refused = Enumerable.Range(0, 20).Select(_ => Assert.ThrowsAsync<AuditUnavailableException>(() => host.CommitAsync("acme", "lost")));
            await Task.WhenAll(refused);
            Assert.Equal(HealthStatus.Degraded, await HealthAsync(host));
        }

        store.FailsBefore = false;
        await host.CommitAsync("acme", "after");
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(host));
        var rows = await host.RowsAsync("acme");
        AuditHost.AssertChained(rows);
        Assert.Equal(["before", "after"], rows.Select(row => row.Member("subject")));
    }

    [Fact]
    public async Task FailureAfterTheTransaction_IsNumberedOnce()
    {
        await using var host = await AuditHost.StartAsync(_directory);
        var store = host.Get<TroubledAuditStore>();
        await host.CommitAsync("acme", "before");
        store.FailsAfter = true;
        await Assert.ThrowsAsync<AuditUnavailableException>(() => host.CommitAsync("acme", "in doubt"));
        store.FailsAfter = false;
        await host.CommitAsync("acme", "after");
        var rows = await host.RowsAsync("acme");
        AuditHost.AssertChained(rows);
        await host.AssertTreeAsync();
        Assert.Equal(["before", "in doubt", "after"], rows.Select(row => row.Member("subject")));
    }

    [Fact]
    public async Task DatabaseLockedByAnother_RefusesWithinTheLimitAndRecovers()
    {
        await using var host = await StateHost.StartAsync(_directory);
        await host.CommitAsync("acme", "before");
        await using (var stranger = TestDatabase.Stranger(_directory))
        {
            await stranger.ExecuteAsync("BEGIN IMMEDIATE");
            var started = Stopwatch.GetTimestamp();
            await Assert.ThrowsAsync<AuditUnavailableException>(() => host.CommitAsync("acme", "lost"));
            Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 3);
        }

        await host.CommitAsync("acme", "after");
        AuditHost.AssertChained(await host.RowsAsync("acme"));
    }

    [Fact]
    public async Task LostAcknowledgement_IsFoundOutAndRefusesNobody()
    {
        await using var host = await AuditHost.StartAsync(_directory);
        await host.CommitAsync("acme", "before");
        for (var times = 1; times <= 2; times++)
        {
            host.Get<TroubledAuditStore>().FailsAfterTimes = times;
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.CommitAsync("acme", $"lost {times} times")));
        }

        await host.CommitAsync("acme", "after");
        var rows = await host.RowsAsync("acme");
        AuditHost.AssertChained(rows);
        Assert.Equal(42, rows.Count);
        await host.AssertTreeAsync();
    }

    [Fact]
    public async Task StoreThatDoesNotAnswer_RefusesAfterTheTimeoutAndDropsWhatWasNotTaken()
    {
        var time = new FakeTimeProvider();
        await using var host = await AuditHost.StartAsync(_directory, time);
        var store = host.Get<TroubledAuditStore>();
        var gate = new TaskCompletionSource();
        store.Gate = gate.Task;
        var taken = host.CommitAsync("acme", "taken");
        await Eventually.IsTrueAsync(() => store.Begun == 1);
        var waiting = host.CommitAsync("acme", "waiting");
        time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(taken.IsCompleted || waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        await Assert.ThrowsAsync<AuditUnavailableException>(() => taken);
        await Assert.ThrowsAsync<AuditUnavailableException>(() => waiting);
        gate.SetResult();
        await host.CommitAsync("acme", "after");
        // The one that the writer had in hand became durable; the one that waited was withdrawn.
        Assert.Equal(["taken", "after"], (await host.RowsAsync("acme")).Select(row => row.Member("subject")));
    }

    [Fact]
    public async Task StoreThatDoesNotAnswerForLong_HoldsAnEventThatHasHappened_AndRecordsItOnce()
    {
        var time = new FakeTimeProvider();
        await using var host = await AuditHost.StartAsync(_directory, time);
        var store = host.Get<TroubledAuditStore>();
        var gate = new TaskCompletionSource();
        store.Gate = gate.Task;
        var recorded = host.Get<IAuditTrail>()
            .CommitWithoutLimitAsync(new AuditEntry { Event = AuditEvent.KeyRestored, Tenant = TenantId.Parse("acme"), Outcome = "ok", Subject = "kek" }, default).AsTask();
        await Eventually.IsTrueAsync(() => store.Begun == 1);
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.False(recorded.IsCompleted);
        gate.SetResult();
        await recorded;
        Assert.Equal(["kek"], (await host.RowsAsync("acme")).Select(row => row.Member("subject")));
    }

    [Fact]
    public async Task AnonymousRefusals_AreOneEntryAReasonAMinute()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var host = await AuditHost.StartAsync(_directory, time);
        var trail = host.Get<IAuditTrail>();
        Parallel.For(0, 1000, _ => trail.CountAnonymousRefusal(Reasons.InvalidToken));
        trail.CountAnonymousRefusal(Reasons.MissingToken);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(await host.RowsAsync("operator"));
        time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsTrueAsync(async () => (await host.RowsAsync("operator")).Count == 2);
        trail.CountAnonymousRefusal(Reasons.InvalidToken);
        time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.IsTrueAsync(async () => (await host.RowsAsync("operator")).Count == 3);
        time.Advance(TimeSpan.FromMinutes(1));
        await host.CommitAsync("operator", "last");
        var rows = await host.RowsAsync("operator");
        Assert.Equal(4, rows.Count);
        AuditHost.AssertChained(rows);
        Assert.All(rows.Take(3), row => Assert.Equal(("access.anonymous_refusals", "[]"), (row.Member("event"), row.Member("given"))));
        Assert.Equal([("invalid_token", "1000"), ("missing_token", "1")], rows.Take(2).Select(row => (row.Member("outcome"), row.Member("count"))).Order());
        Assert.Equal(("invalid_token", "1", "2026-01-01T00:02:00.000Z"), (rows[2].Member("outcome"), rows[2].Member("count"), rows[2].Member("time")));
    }

    [Fact]
    public async Task AnonymousRefusalsThatCannotBeWritten_AreKept()
    {
        var time = new FakeTimeProvider();
        await using var host = await AuditHost.StartAsync(_directory, time);
        var store = host.Get<TroubledAuditStore>();
        host.Get<IAuditTrail>().CountAnonymousRefusal(Reasons.MissingToken);
        store.FailsBefore = true;
        time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.IsTrueAsync(async () => await HealthAsync(host) == HealthStatus.Degraded);
        store.FailsBefore = false;
        host.Get<IAuditTrail>().CountAnonymousRefusal(Reasons.MissingToken);
        await Eventually.IsTrueAsync(async () =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return (await host.RowsAsync("operator")).Count > 0;
        });
        Assert.Equal(2, (await host.RowsAsync("operator")).Sum(row => int.Parse(row.Member("count") ?? "0", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task AnonymousRefusalsAtShutdown_AreWritten()
    {
        await using (var host = await AuditHost.StartAsync(_directory)) host.Get<IAuditTrail>().CountAnonymousRefusal(Reasons.MissingToken);
        await using var restarted = await AuditHost.StartAsync(_directory);
        Assert.Equal("missing_token", Assert.Single(await restarted.RowsAsync("operator")).Member("outcome"));
    }

    private static async Task<HealthStatus> HealthAsync(StateHost host) =>
        (await host.Get<HealthCheckService>().CheckHealthAsync(check => check.Name == "audit")).Status;
}
