using TenantGateway.Core.Quotas;
using TenantGateway.Tests.Proxies;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Redis;

/// <summary>Several processes keep one quota together, whatever happens to what lies between them.</summary>
public sealed class SharedQuotaTests
{
    private const int PerSecond = 2_000;
    private const int Burst = 2_000;

    [RedisFact]
    public async Task AllOfThemTogether_PassTheLimitAndNoMore()
    {
        await using var redis = await RedisServer.StartAsync();
        var (one, two, three) = (await StartAsync(redis.Port, 3), await StartAsync(redis.Port, 3), await StartAsync(redis.Port, 3));
        await SharedAsync(3, one, two, three);
        var crowd = new Crowd(PerSecond, Burst, one, two, three);
        foreach (var process in (SharingProcess[])[one, two, three]) process.Ask(2 * PerSecond);

        await crowd.WatchAsync(TimeSpan.FromSeconds(1));
        var mark = crowd.Mark();
        await crowd.WatchAsync(TimeSpan.FromSeconds(3));

        crowd.AssertNeverMoreThanTheLimit();
        Assert.True(crowd.RateSince(mark) > PerSecond * 0.5);
        foreach (var process in (SharingProcess[])[one, two, three]) await process.DisposeAsync();
    }

    [RedisFact]
    public async Task OneThatHasAllTheTraffic_MayPassAlmostAll()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await StartAsync(redis.Port, 3);
        await using var two = await StartAsync(redis.Port, 3);
        await using var three = await StartAsync(redis.Port, 3);
        await SharedAsync(3, one, two, three);
        var crowd = new Crowd(PerSecond, Burst, one, two, three);
        one.Ask(2 * PerSecond);

        await crowd.WatchAsync(TimeSpan.FromSeconds(1));
        var mark = crowd.Mark();
        await crowd.WatchAsync(TimeSpan.FromSeconds(2));

        crowd.AssertNeverMoreThanTheLimit();
        // By itself it would have a third.
        Assert.True(crowd.RateSince(mark) > PerSecond * 0.5);
    }

    [RedisFact]
    public async Task RedisThatIsEmptiedPausedAndKilled_LetsNobodyPassMore()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await StartAsync(redis.Port, 2);
        await using var two = await StartAsync(redis.Port, 2);
        await SharedAsync(2, one, two);
        var crowd = new Crowd(PerSecond, Burst, one, two);
        one.Ask(2 * PerSecond);
        two.Ask(2 * PerSecond);
        await crowd.WatchAsync(TimeSpan.FromSeconds(1.5));

        for (var i = 0; i < 3; i++)
        {
            await redis.AskAsync("FLUSHALL");
            await crowd.WatchAsync(TimeSpan.FromMilliseconds(300));
        }

        await redis.PauseAsync();
        await crowd.WatchUntilAsync(() => !one.IsShared && !two.IsShared, "both go on by themselves");
        var alone = crowd.Mark();
        await crowd.WatchAsync(TimeSpan.FromSeconds(1.5));
        Assert.True(crowd.RateSince(alone) > PerSecond * 0.3);
        await redis.ResumeAsync();
        await crowd.WatchUntilAsync(() => one.IsShared && two.IsShared, "both share again");
        await crowd.WatchAsync(TimeSpan.FromSeconds(1));

        await redis.KillAsync();
        await crowd.WatchUntilAsync(() => !one.IsShared && !two.IsShared, "both go on by themselves");
        await redis.StartAgainAsync();
        await crowd.WatchUntilAsync(() => one.IsShared && two.IsShared && one.Parts == 2 && two.Parts == 2, "both share again");
        var again = crowd.Mark();
        await crowd.WatchAsync(TimeSpan.FromSeconds(1.5));

        Assert.True(crowd.RateSince(again) > PerSecond * 0.3);
        crowd.AssertNeverMoreThanTheLimit();
    }

    [RedisFact]
    public async Task OneThatIsCutOff_HasItsPartAndTheOthersTheRest()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var proxy = FaultProxy.Start(redis.Port);
        await using var one = await StartAsync(redis.Port, 2);
        await using var two = await StartAsync(proxy.Port, 2);
        await SharedAsync(2, one, two);
        var crowd = new Crowd(PerSecond, Burst, one, two);
        one.Ask(2 * PerSecond);
        two.Ask(2 * PerSecond);
        await crowd.WatchAsync(TimeSpan.FromSeconds(1));

        using (proxy.Hold())
        {
            await crowd.WatchUntilAsync(() => !two.IsShared, "it goes on by itself");
            var before = (one.Accepted, two.Accepted);
            var mark = crowd.Mark();
            await crowd.WatchAsync(TimeSpan.FromSeconds(2));
            Assert.True(crowd.RateSince(mark) > PerSecond * 0.3);
            Assert.True(one.IsShared && one.Accepted > before.Item1 && two.Accepted > before.Item2);
        }

        await crowd.WatchUntilAsync(() => two.IsShared, "it shares again");
        await crowd.WatchAsync(TimeSpan.FromSeconds(1));
        crowd.AssertNeverMoreThanTheLimit();
    }

    [RedisFact]
    public async Task OneThatDiesOrLeaves_LeavesItsPartToTheOthers()
    {
        await using var redis = await RedisServer.StartAsync();
        var times = LeaseTimes.Default with { Forgotten = TimeSpan.FromSeconds(2) };
        await using var one = await StartAsync(redis.Port, 1, times);
        var (dead, leaving) = (await StartAsync(redis.Port, 1, times), await StartAsync(redis.Port, 1, times));
        await SharedAsync(3, one, dead, leaving);

        await leaving.DisposeAsync();
        await Eventually.IsTrueAsync(() => one.Parts == 2);
        await dead.DieAsync();
        await Eventually.IsTrueAsync(() => one.Parts == 1);

        var crowd = new Crowd(PerSecond, Burst, one);
        one.Ask(2 * PerSecond);
        await crowd.WatchAsync(TimeSpan.FromSeconds(1));
        var mark = crowd.Mark();
        await crowd.WatchAsync(TimeSpan.FromSeconds(1));
        Assert.True(crowd.RateSince(mark) > PerSecond * 0.55);
        crowd.AssertNeverMoreThanTheLimit();
    }

    /// <summary>As a replica that lags behind and is made the primary.</summary>
    [RedisFact]
    public async Task RedisThatGoesBackInTime_GivesNothingTwice()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await StartAsync(redis.Port, 1);
        await SharedAsync(1, one);
        var crowd = new Crowd(PerSecond, Burst, one);
        one.Ask(2 * PerSecond);
        await crowd.WatchAsync(TimeSpan.FromSeconds(1));
        const string back = "for _, key in ipairs(KEYS) do redis.call(unpack(ARGV)) end local hash = redis.call('HGETALL', KEYS[1]) for i = 1, #hash, 2 do redis.call('HSET', KEYS[1], hash[i], hash[i + 1] - 60000) end redis.call('SET', KEYS[2], 1) redis.call('HSET', KEYS[3], 't', 1, 'g', 2000)";

        for (var i = 0; i < 5; i++)
        {
            await redis.AskAsync("EVAL", back, "3", "tenantgateway:{tenantgateway}:members", "tenantgateway:{tenantgateway}:epoch", "tenantgateway:{tenantgateway}:quota:acme", "PING");
            await crowd.WatchAsync(TimeSpan.FromMilliseconds(300));
        }

        crowd.AssertNeverMoreThanTheLimit();
        Assert.True(one.IsShared);
    }

    [RedisFact]
    public async Task ManyRequests_AreNoCommands()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await SharingProcess.StartAsync(redis.Port, 1, 1_000_000, 1_000_000);
        await SharedAsync(1, one);
        var before = await redis.CommandsAsync();

        var passed = 0;
        for (var i = 0; i < 200_000; i++)
        {
            if (one.TryPass()) passed++;
        }

        Assert.Equal(200_000, passed);
        // It says four times a second that it is there, and more often that half is used; all of them may have passed before.
        await Eventually.IsTrueAsync(async () => await redis.CommandsAsync() > before);
        Assert.InRange(await redis.CommandsAsync() - before, 1, 2_000);
    }

    [RedisFact]
    public async Task ReplicasOverHttp_KeepOneQuota()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var world = await ReplicaWorld.StartAsync(2, RedisSettings.Of(redis, ("Gateway:Quotas:Tenants:acme:RequestsPerSecond", "0.1"), ("Gateway:Quotas:Tenants:acme:Burst", "40")));
        await Eventually.IsTrueAsync(() => world.Replicas.All(replica => replica.Get<TenantGateway.Quotas.LeaseBook>().Parts == 2));
        var token = await world.TokenAsync("agent@acme");

        List<Answer> answers = [];
        for (var i = 0; i < 80; i++) answers.Add(await world.GetAsync(world.Replicas[i % 2], token));

        // Half of the burst lies with the two, and whatever the pool had by then is used as well.
        Assert.InRange(answers.Count(answer => answer.Status == 200), 20, 42);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal("tenant_rate_limited", answer.Reason));
        Assert.Equal(200, (await world.GetAsync(world.Replicas[1], await world.TokenAsync("agent@globex"))).Status);
    }

    private static Task<SharingProcess> StartAsync(int port, int replicas, LeaseTimes? times = null) => SharingProcess.StartAsync(port, replicas, PerSecond, Burst, times);

    private static Task SharedAsync(int parts, params SharingProcess[] processes) =>
        Eventually.IsTrueAsync(() => processes.All(process => process.IsShared && process.Parts == parts), $"{parts} share");
}
