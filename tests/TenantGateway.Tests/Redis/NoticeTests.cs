using System.Diagnostics;
using TenantGateway.Protection;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Redis;

/// <summary>What one replica changes, the others know at once; what anybody else puts on the channel does no harm.</summary>
public sealed class NoticeTests
{
    private const string Channel = "tenantgateway:{tenantgateway}:notices";

    [RedisFact]
    public async Task SuspendedTenant_IsRefusedByAllReplicasLongBeforeTheyLook()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var world = await ReplicaWorld.StartAsync(3, RedisSettings.Of(redis));
        var token = await world.TokenAsync("agent@acme");
        foreach (var replica in world.Replicas) await AnswersAsync(world, replica, token, null);

        var took = Stopwatch.StartNew();
        await world.ChangeAsync(world.Replicas[0], "tenants/acme/suspend");
        foreach (var replica in world.Replicas) await AnswersAsync(world, replica, token, "tenant_suspended");
        Assert.InRange(took.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));

        await world.ChangeAsync(world.Replicas[2], "tenants/acme/resume");
        foreach (var replica in world.Replicas) await AnswersAsync(world, replica, token, null);
    }

    [RedisFact]
    public async Task ChangedPolicies_AreLookedForWhereTheyLie()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var world = await ReplicaWorld.StartAsync(2, RedisSettings.Of(redis));
        var (first, second) = (world.Replicas[0], world.Replicas[1]);
        var before = second.Get<PolicyStore>().Active.Version;
        var changed = (await File.ReadAllTextAsync(first.PolicyFile)).Replace("$.phone", "$.telephone", StringComparison.Ordinal);
        foreach (var replica in world.Replicas) await File.WriteAllTextAsync(replica.PolicyFile, changed);

        await first.Get<PolicyStore>().RefreshAsync(default);

        Assert.NotEqual(before, first.Get<PolicyStore>().Active.Version);
        await Eventually.IsTrueAsync(() => second.Get<PolicyStore>().Active.Version == first.Get<PolicyStore>().Active.Version);
    }

    [RedisFact]
    public async Task RedisThatComesLater_BringsWhatWasMissed()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.KillAsync();
        await using var world = await ReplicaWorld.StartAsync(2, RedisSettings.Of(redis));
        var token = await world.TokenAsync("agent@acme");
        Assert.Equal("degraded", await world.Replicas[1].HealthAsync("redis"));

        await world.ChangeAsync(world.Replicas[0], "tenants/acme/suspend");
        await AnswersAsync(world, world.Replicas[0], token, "tenant_suspended");
        Assert.Equal(200, (await world.GetAsync(world.Replicas[1], token)).Status);

        await redis.StartAgainAsync();
        await AnswersAsync(world, world.Replicas[1], token, "tenant_suspended");
        await Eventually.IsTrueAsync(async () => await world.Replicas[1].HealthAsync("redis") == "healthy");

        await redis.KillAsync();
        await Eventually.IsTrueAsync(async () => await world.Replicas[1].HealthAsync("redis") == "degraded");
        await world.ChangeAsync(world.Replicas[1], "tenants/acme/resume");
        await redis.StartAgainAsync();
        await AnswersAsync(world, world.Replicas[0], token, null);
    }

    [RedisFact]
    public async Task WithoutRedis_AChangeIsKnownWithinThePollInterval()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var world = await ReplicaWorld.StartAsync(2, RedisSettings.Of(redis, ("Gateway:Changes:PollSeconds", "1")));
        var token = await world.TokenAsync("agent@acme");
        await redis.KillAsync();

        await world.ChangeAsync(world.Replicas[0], "tenants/acme/suspend");

        await AnswersAsync(world, world.Replicas[1], token, "tenant_suspended");
    }

    [RedisFact]
    public async Task PausedRedis_HoldsUpNobody()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var world = await ReplicaWorld.StartAsync(2, RedisSettings.Of(redis));
        var token = await world.TokenAsync("agent@acme");
        await redis.PauseAsync();
        var took = Stopwatch.StartNew();

        await world.ChangeAsync(world.Replicas[0], "tenants/acme/suspend");
        Assert.Equal("tenant_suspended", (await world.GetAsync(world.Replicas[0], token)).Reason);
        Assert.InRange(took.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await Eventually.IsTrueAsync(async () => await world.Replicas[0].HealthAsync("redis") == "degraded");

        await redis.ResumeAsync();
        await AnswersAsync(world, world.Replicas[1], token, "tenant_suspended");
    }

    [RedisFact]
    public async Task ForgedNotices_ChangeNothingAndCostLittle()
    {
        await using var redis = await RedisServer.StartAsync();
        var version = new CountedVersion();
        await using var world = await ReplicaWorld.StartAsync(2, RedisSettings.Of(redis), version.Watch);
        var (token, victim) = (await world.TokenAsync("agent@acme"), world.Replicas[1]);
        await AnswersAsync(world, victim, token, null);
        var (before, began) = (version.Reads, Stopwatch.StartNew());

        foreach (var text in (string[])["state 9223372036854775807 forged", "state -1 forged", "policies 7 forged", "state 1", "", "state 99999999999999999999 x", new('x', 100_000), "\0\u00ff"])
            await redis.AskAsync("EVAL", "for i = 1, 2000 do redis.call('PUBLISH', KEYS[1], ARGV[1]) end", "1", Channel, text);

        Assert.Equal(200, (await world.GetAsync(victim, token)).Status);
        // One look at once, and one each 100 ms at most.
        Assert.InRange(version.Reads - before, 1, 2 + (long)(began.Elapsed / TimeSpan.FromMilliseconds(90)));
        await world.ChangeAsync(world.Replicas[0], "tenants/acme/suspend");
        await AnswersAsync(world, victim, token, "tenant_suspended");
    }

    [RedisFact]
    public async Task OtherDeployments_AreNotHeard()
    {
        await using var redis = await RedisServer.StartAsync();
        var version = new CountedVersion();
        await using var world = await ReplicaWorld.StartAsync(2, RedisSettings.Of(redis, ("Gateway:Redis:Deployment", "blue")), version.Watch);
        await Eventually.IsTrueAsync(async () => await redis.AskAsync("PUBSUB", "NUMSUB", "tenantgateway:{blue}:notices") is var subscribers && subscribers.EndsWith('2'));
        var settled = -1L;
        await Eventually.IsTrueAsync(async () =>
        {
            settled = version.Reads;
            await Task.Delay(TimeSpan.FromMilliseconds(300));
            return settled == version.Reads;
        });

        Assert.Equal("0", await redis.AskAsync("PUBLISH", Channel, "state 7 x"));
        Assert.Equal("2", await redis.AskAsync("PUBLISH", "tenantgateway:{blue}:notices", "state 7 x"));
        await Eventually.IsTrueAsync(() => version.Reads > settled);
    }

    private static Task AnswersAsync(ReplicaWorld world, Replica replica, string token, string? reason) =>
        Eventually.IsTrueAsync(async () => (await world.GetAsync(replica, token)).Reason == reason, $"{world.Replicas.IndexOf(replica)} answers {reason ?? "as usual"}");
}
