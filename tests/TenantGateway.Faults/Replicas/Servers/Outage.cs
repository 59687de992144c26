using TenantGateway.Faults.Replicas.World;
using TenantGateway.Tests.Proxies;

namespace TenantGateway.Faults.Replicas.Servers;

/// <summary>A way in which a server that replicas share fails them.</summary>
internal sealed class Outage(string name, Func<BalancedWorld, Task> begin, Func<BalancedWorld, Task> end)
{
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(20);

    private bool _isOn;

    public string Name => name;

    public static Outage PostgresKilled { get; } = new("killed", world => world.Servers.Postgres.KillAsync(), world => world.Servers.Postgres.RestartAsync());

    public static Outage PostgresPaused { get; } = new("paused", world => world.Servers.Postgres.PauseAsync(), world => world.Servers.Postgres.ResumeAsync());

    /// <summary>Connections are there, and nothing is heard.</summary>
    public static Outage PostgresHeld { get; } = OfConnections("held", world => world.Servers.ToPostgres, proxy => proxy.Hold());

    /// <summary>New connections are reset as soon as they say something, and so are open ones.</summary>
    public static Outage PostgresReset { get; } = OfConnections("reset", world => world.Servers.ToPostgres, proxy => proxy.Add(new ProxyFault { Act = ProxyAct.Reset, On = Flow.ToServer }));

    /// <summary>Connections end in the middle of an answer.</summary>
    public static Outage PostgresTruncated { get; } = OfConnections("truncated", world => world.Servers.ToPostgres, proxy => proxy.Truncate(Flow.ToCaller, after: 3_000));

    public static Outage PostgresSlow { get; } = OfConnections("slow", world => world.Servers.ToPostgres, proxy => new BothWays(proxy.Delay(Flow.ToServer, Slow), proxy.Delay(Flow.ToCaller, Slow)));

    public static Outage RedisKilled { get; } = new("killed", world => world.Servers.Redis.KillAsync(), world => world.Servers.Redis.StartAgainAsync());

    public static Outage RedisPaused { get; } = new("paused", world => world.Servers.Redis.PauseAsync(), world => world.Servers.Redis.ResumeAsync());

    public static Outage RedisFlushed { get; } = new("flushed", world => world.Servers.Redis.AskAsync("FLUSHALL"), _ => Task.CompletedTask);

    public static Outage RedisHeld { get; } = OfConnections("partitioned", world => world.Servers.ToRedis, proxy => proxy.Hold());

    public static Outage RedisReset { get; } = OfConnections("reset", world => world.Servers.ToRedis, proxy => proxy.Add(new ProxyFault { Act = ProxyAct.Reset, On = Flow.ToServer }));

    public static IReadOnlyList<Outage> OfPostgres { get; } = [PostgresKilled, PostgresPaused, PostgresHeld, PostgresReset, PostgresTruncated, PostgresSlow];

    public static IReadOnlyList<Outage> OfRedis { get; } = [RedisKilled, RedisPaused, RedisFlushed, RedisHeld, RedisReset];

    public Task BeginAsync(BalancedWorld world)
    {
        _isOn = true;
        return begin(world);
    }

    /// <summary>Ends it, where it has not been ended.</summary>
    public Task EndAsync(BalancedWorld world)
    {
        if (!_isOn) return Task.CompletedTask;
        _isOn = false;
        return end(world);
    }

    private static Outage OfConnections(string name, Func<BalancedWorld, IReadOnlyList<FaultProxy>> proxies, Func<FaultProxy, IDisposable> begin)
    {
        var faults = new List<IDisposable>();
        return new Outage(
            name,
            world =>
            {
                faults.AddRange(proxies(world).Select(begin));
                return Task.CompletedTask;
            },
            _ =>
            {
                foreach (var fault in faults) fault.Dispose();
                faults.Clear();
                return Task.CompletedTask;
            });
    }

    private sealed class BothWays(ActiveFault there, ActiveFault back) : IDisposable
    {
        public void Dispose()
        {
            there.Dispose();
            back.Dispose();
        }
    }
}
