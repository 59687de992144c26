using System.Collections.Concurrent;
using System.Diagnostics;
using TenantGateway.Quotas;
using TenantGateway.Tests.Proxies;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Redis;

/// <summary>What callers notice of a Redis that is emptied, paused, killed or cut off while they work: nothing.</summary>
public sealed class RedisFaultTests
{
    /// <summary>Far above what a request takes on a busy machine, far below what one takes that waits until a connection is given up.</summary>
    private static readonly TimeSpan Slowest = TimeSpan.FromSeconds(5);

    [RedisFact]
    public async Task WhateverHappensToRedis_RequestsAreAnsweredAsUsualAndSoon()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var proxy = FaultProxy.Start(redis.Port);
        await using var world = await ReplicaWorld.StartAsync(1, RedisSettings.Of(redis));
        var (near, far) = (world.Replicas[0], await world.AddAsync(RedisSettings.Of(redis, ("Gateway:Redis:Endpoints:0", $"127.0.0.1:{proxy.Port}"))));
        await HealthAsync("healthy", near, far);
        var (acme, globex) = (await world.TokenAsync("agent@acme"), await world.TokenAsync("agent@globex"));
        using var end = new CancellationTokenSource();
        var traffic = new Traffic(world);
        var asking = Task.WhenAll(traffic.RunAsync(near, acme, end.Token), traffic.RunAsync(far, globex, end.Token));

        await redis.AskAsync("FLUSHALL");
        await traffic.MoreAsync(20);

        using (proxy.Hold())
        {
            await HealthAsync("degraded", far);
            Assert.Equal("healthy", await near.HealthAsync("redis"));
            await traffic.MoreAsync(20);
        }

        await HealthAsync("healthy", far);

        await redis.PauseAsync();
        await HealthAsync("degraded", near, far);
        await traffic.MoreAsync(20);
        await redis.ResumeAsync();
        await HealthAsync("healthy", near, far);

        await redis.KillAsync();
        await HealthAsync("degraded", near, far);
        await traffic.MoreAsync(20);
        await redis.StartAgainAsync();
        await HealthAsync("healthy", near, far);
        await Eventually.IsTrueAsync(() => near.Get<LeaseBook>().Parts == 2 && far.Get<LeaseBook>().Parts == 2);

        // Nothing had to be started again for the next change to be heard.
        await end.CancelAsync();
        await asking;
        await world.ChangeAsync(near, "tenants/globex/suspend");
        await Eventually.IsTrueAsync(async () => (await world.GetAsync(far, globex)).Reason == "tenant_suspended");
        traffic.AssertAllWereServedSoon();
    }

    [RedisFact]
    public async Task RequestsOverHttp_AskRedisNothing()
    {
        const int requests = 200;
        await using var redis = await RedisServer.StartAsync();
        await using var world = await ReplicaWorld.StartAsync(2, RedisSettings.Of(redis));
        await Eventually.IsTrueAsync(() => world.Replicas.All(replica => replica.Get<LeaseBook>().Parts == 2));
        var token = await world.TokenAsync("agent@acme");
        var (before, began) = (await redis.CallsAsync("evalsha"), Stopwatch.StartNew());

        for (var i = 0; i < requests; i++) Assert.Equal(200, (await world.GetAsync(world.Replicas[i % 2], token)).Status);

        // Each says four times a second that it is there, with requests or without.
        var rounds = 0L;
        await Eventually.IsTrueAsync(async () => (rounds = await redis.CallsAsync("evalsha") - before) > 0);
        Assert.InRange(rounds, 1, 2 * (2 + (long)(began.Elapsed / TimeSpan.FromMilliseconds(230))));
    }

    private static async Task HealthAsync(string expected, params Replica[] replicas)
    {
        foreach (var replica in replicas) await Eventually.IsTrueAsync(async () => await replica.HealthAsync("redis") == expected, $"the check says {expected}");
    }

    private sealed class Traffic(ReplicaWorld world)
    {
        private readonly ConcurrentQueue<(int Status, TimeSpan Took)> _answers = new();

        public async Task RunAsync(Replica replica, string token, CancellationToken end)
        {
            while (!end.IsCancellationRequested)
            {
                var took = Stopwatch.StartNew();
                var answer = await world.GetAsync(replica, token);
                _answers.Enqueue((answer.Status, took.Elapsed));
                await Task.Delay(TimeSpan.FromMilliseconds(5), CancellationToken.None);
            }
        }

        public async Task MoreAsync(int count)
        {
            var before = _answers.Count;
            await Eventually.IsTrueAsync(() => _answers.Count >= before + count, $"{count} more requests");
        }

        public void AssertAllWereServedSoon() => Assert.All(_answers, answer =>
        {
            Assert.Equal(200, answer.Status);
            Assert.InRange(answer.Took, TimeSpan.Zero, Slowest);
        });
    }
}
