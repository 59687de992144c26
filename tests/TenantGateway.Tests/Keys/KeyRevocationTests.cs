using System.Diagnostics.Metrics;
using TenantGateway.Core.Keys;
using TenantGateway.Keys;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Keys;

/// <summary>What becomes of held keys when the key service refuses them or does not answer, on a clock that the tests move.</summary>
public sealed class KeyRevocationTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(KeyServiceFailure.Unavailable)]
    [InlineData(KeyServiceFailure.Invalid)]
    public async Task Outage_IsNotNoticedWithinTheGraceAndEndsTheUseAfterIt(KeyServiceFailure failure)
    {
        await using var cache = await KeyCacheHost.StartAsync(_directory, new() { ["Gateway:Keys:GraceSeconds"] = "120" });
        var (acme, globex) = (await cache.HoldAsync("acme"), await cache.HoldAsync("globex"));
        cache.Failing["acme"] = failure;

        await cache.PassAsync(80);
        Assert.Equal(failure, cache.Kek("acme").Failing);
        Assert.Null(await cache.RefusedAsync("acme"));
        Assert.False(KeyCacheHost.IsZeroed(acme));

        // From the last good unwrap, which was at most one interval old when the outage began.
        var until = 80 + await cache.PassUntilAsync(() => cache.RefusalOf("acme") is not null);
        Assert.InRange(until, 90, 122);
        Assert.True(KeyCacheHost.IsZeroed(acme));
        Assert.Equal("key_service_unavailable", await cache.RefusedAsync("acme"));
        Assert.Equal([new("Retry-After", "5")], cache.RefusalOf("acme")?.Headers ?? []);
        Assert.Null(await cache.RefusedAsync("globex"));
        Assert.False(KeyCacheHost.IsZeroed(globex));

        cache.Failing.Clear();
        Assert.InRange(await cache.PassUntilAsync(() => cache.RefusalOf("acme") is null), 0, 12);
        Assert.Null(await cache.RefusedAsync("acme"));
        await AssertEventsAsync(("key.purged", "key_service_unavailable"), ("key.restored", "ok"));
    }

    [Fact]
    public async Task KeyServiceThatHangs_IsAnOutageAfterItsTimeout()
    {
        await using var cache = await KeyCacheHost.StartAsync(_directory, new() { ["Gateway:Keys:GraceSeconds"] = "0" });
        var acme = await cache.HoldAsync("acme");
        cache.Failing["acme"] = null;

        Assert.InRange(await cache.PassUntilAsync(() => cache.RefusalOf("acme") is not null), 5, 38);
        Assert.True(KeyCacheHost.IsZeroed(acme));
        Assert.Equal("key_service_unavailable", cache.RefusalOf("acme")?.Reason.Code);
    }

    [Fact]
    public async Task OutageThatEndsWithinTheGrace_LeavesNoTrace()
    {
        await using var cache = await KeyCacheHost.StartAsync(_directory);
        var acme = await cache.HoldAsync("acme");
        cache.Failing["acme"] = KeyServiceFailure.Unavailable;
        await cache.PassUntilAsync(() => cache.Kek("acme").Failing is not null);
        using (var metrics = new GaugeReader(cache.Host.Get<IMeterFactory>())) Assert.InRange(metrics["tenantgateway.keys.grace.remaining"], 860, 900);

        cache.Failing.Clear();
        await cache.PassUntilAsync(() => cache.Kek("acme").Failing is null);
        Assert.False(KeyCacheHost.IsZeroed(acme));
        using (var metrics = new GaugeReader(cache.Host.Get<IMeterFactory>())) Assert.Equal(0, metrics["tenantgateway.keys.grace.remaining"]);
        await AssertEventsAsync();
    }

    [Fact]
    public async Task Denial_ZeroesAtOnceAndIsTakenBackWithoutARestart()
    {
        await using var cache = await KeyCacheHost.StartAsync(_directory);
        var (acme, globex) = (await cache.HoldAsync("acme"), await cache.HoldAsync("globex"));
        cache.Failing["acme"] = KeyServiceFailure.Denied;

        // One interval, a second until it is noticed; never near the promised 60.
        Assert.InRange(await cache.PassUntilAsync(() => cache.RefusalOf("acme") is not null), 0, 32);
        Assert.True(KeyCacheHost.IsZeroed(acme));
        Assert.Equal("tenant_key_unavailable", await cache.RefusedAsync("acme"));
        Assert.Equal((403, "tenant_key_unavailable"), (cache.RefusalOf("acme")?.Reason.Status, cache.RefusalOf("acme")?.Reason.Code));
        Assert.Null(await cache.RefusedAsync("globex"));
        Assert.False(KeyCacheHost.IsZeroed(globex));
        using (var metrics = new GaugeReader(cache.Host.Get<IMeterFactory>()))
            Assert.Equal((1, 0, 3), (metrics["tenantgateway.keys.tenants.shut_out/tenant_key_unavailable"], metrics["tenantgateway.keys.tenants.shut_out/key_service_unavailable"], metrics["tenantgateway.keys.held"]));

        cache.Failing.Clear();
        Assert.InRange(await cache.PassUntilAsync(() => cache.RefusalOf("acme") is null), 0, 12);
        Assert.Null(await cache.RefusedAsync("acme"));
        await AssertEventsAsync(("key.revoked", "tenant_key_unavailable"), ("key.purged", "tenant_key_unavailable"), ("key.restored", "ok"));
    }

    [Fact]
    public async Task DenialMetByAnUnwrap_CountsAsOneOfAProbe()
    {
        await using var cache = await KeyCacheHost.StartAsync(_directory);
        cache.Failing["acme"] = KeyServiceFailure.Denied;

        Assert.Equal("tenant_key_unavailable", await cache.RefusedAsync("acme"));
        Assert.Equal("tenant_key_unavailable", cache.RefusalOf("acme")?.Reason.Code);
        cache.TakeAsked();
        for (var i = 0; i < 100; i++) Assert.Equal("tenant_key_unavailable", await cache.RefusedAsync("acme"));
        Assert.Empty(cache.TakeAsked());
    }

    [Fact]
    public async Task DenialUnderALease_ZeroesWhenTheLeaseEnds()
    {
        await using var cache = await KeyCacheHost.StartAsync(_directory);
        var lease = await cache.Host.LeaseAsync("acme");
        var data = lease.Ring.Data;
        cache.Failing["acme"] = KeyServiceFailure.Denied;
        await cache.PassUntilAsync(() => cache.RefusalOf("acme") is not null);

        Assert.Equal("tenant_key_unavailable", await cache.RefusedAsync("acme"));
        Assert.False(KeyCacheHost.IsZeroed(data));
        lease.Dispose();
        Assert.True(KeyCacheHost.IsZeroed(data));
    }

    /// <summary>An answer that was on its way while the key was refused must not open it again, nor leave a key behind.</summary>
    [Fact]
    public async Task GoodAnswerFromBeforeTheDenial_DoesNotCount()
    {
        await using var cache = await KeyCacheHost.StartAsync(_directory);
        await cache.HoldAsync("acme");
        var kek = cache.Kek("acme");
        var (turn, started) = (kek.Turn, cache.Time.GetTimestamp());
        var watch = cache.Host.Get<KekWatch>();
        watch.Failed(kek, KeyServiceFailure.Denied);

        Assert.False(watch.Succeeded(kek, started, turn));
        Assert.Equal("tenant_key_unavailable", cache.RefusalOf("acme")?.Reason.Code);
        Assert.True(watch.Succeeded(kek, started, kek.Turn));
        Assert.Null(cache.RefusalOf("acme"));
    }

    [Fact]
    public async Task UnwrapUnderWayWhenTheKeyIsRefused_LeavesNoKey()
    {
        await using var cache = await KeyCacheHost.StartAsync(_directory);
        var gate = new TaskCompletionSource();
        cache.Service.Gate = gate.Task;
        var leasing = cache.RefusedAsync("acme");
        await Eventually.IsTrueAsync(() => cache.Service.Unwraps == 3);
        cache.Host.Get<KekWatch>().Failed(cache.Kek("acme"), KeyServiceFailure.Denied);
        gate.SetResult();

        Assert.Equal("tenant_key_unavailable", await leasing);
        Assert.Equal(0, cache.Host.Get<HeldGenerations>().Count);
    }

    [Theory]
    [InlineData("Gateway:Keys:Tenants:acme:GraceSeconds", "60", 30, 62)]
    [InlineData("Gateway:Keys:GraceSeconds", "60", 30, 62)]
    public async Task Grace_IsThatOfTheTenant(string setting, string seconds, int least, int most)
    {
        await using var cache = await KeyCacheHost.StartAsync(_directory, new() { [setting] = seconds });
        await cache.HoldAsync("acme");
        cache.Failing["acme"] = KeyServiceFailure.Unavailable;

        Assert.InRange(await cache.PassUntilAsync(() => cache.RefusalOf("acme") is not null), least, most);
    }

    [Fact]
    public async Task FailedUnwrap_IsRememberedForSeconds()
    {
        await using var cache = await KeyCacheHost.StartAsync(_directory, new() { ["Gateway:Keys:FailureMemorySeconds"] = "2" });
        cache.Failing["acme"] = KeyServiceFailure.Unavailable;
        for (var i = 0; i < 50; i++) Assert.Equal("key_service_unavailable", await cache.RefusedAsync("acme"));
        Assert.Equal(3, cache.TakeAsked().Count);

        cache.Failing.Clear();
        Assert.Equal("key_service_unavailable", await cache.RefusedAsync("acme"));
        cache.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await cache.RefusedAsync("acme"));
    }

    [Fact]
    public async Task DamagedGeneration_ShutsNobodyOut()
    {
        await using var cache = await KeyCacheHost.StartAsync(_directory);
        cache.Service.Failures.Enqueue(new KeyServiceException(KeyServiceFailure.Invalid, "damaged"));

        Assert.Equal("key_service_unavailable", await cache.RefusedAsync("acme"));
        Assert.Null(cache.RefusalOf("acme"));
        Assert.Null(cache.Kek("acme").Failing);
        Assert.Null(await cache.RefusedAsync("acme"));
    }

    private async Task AssertEventsAsync(params (string Event, string Outcome)[] expected)
    {
        IReadOnlyList<AuditRecord> records = [];
        await Eventually.IsTrueAsync(async () => (records = await AuditRecords.ReadAsync(_directory["state"], "acme")).Count(record => IsOfKeys(record)) >= expected.Length);
        Assert.Equal(expected, records.Where(IsOfKeys).Select(record => (record["event"] ?? "", record["outcome"] ?? "")));
        Assert.All(records.Where(IsOfKeys), record => Assert.Equal("local:kek-acme/1", record["subject"]));
    }

    private static bool IsOfKeys(AuditRecord record) => record["event"]?.StartsWith("key.", StringComparison.Ordinal) == true;
}
