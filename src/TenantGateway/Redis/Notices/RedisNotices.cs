using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using TenantGateway.Core.State;
using TenantGateway.Redis.Connections;

namespace TenantGateway.Redis.Notices;

/// <summary>
/// Notices over one channel of Redis. Redis keeps none: who was not connected when one was told does not get it, and is told instead, once it is connected,
/// that it may have missed some.
/// </summary>
internal sealed class RedisNotices(IServiceProvider services, RedisConnection connection, RedisMetrics metrics, TimeProvider time, ILogger<RedisNotices> logger) : BackgroundService, INotices
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly string _self = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private readonly SemaphoreSlim _restored = new(0, 1);
    private ImmutableArray<(NoticeSubject Subject, Action<long?> Heard)> _listeners = [];

    public void Tell(NoticeSubject subject, long version)
    {
        var text = new NoticeText(subject, version, _self).ToString();
        try
        {
            if (connection.Current is not { IsConnected: true } multiplexer)
            {
                metrics.CountNotice("lost");
                return;
            }

            multiplexer.GetSubscriber().Publish(Channel, text, CommandFlags.FireAndForget);
            metrics.CountNotice("told");
        }
        catch (Exception fault) when (fault is RedisException or ObjectDisposedException or TimeoutException)
        {
            metrics.CountNotice("lost");
        }
    }

    public void Listen(NoticeSubject subject, Action<long?> heard) =>
        ImmutableInterlocked.Update(ref _listeners, (listeners, added) => listeners.Add(added), (subject, heard));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var multiplexer = await connection.MadeAsync(stoppingToken);
            multiplexer.ConnectionRestored += (_, _) => Release();
            await SubscribeAsync(multiplexer, stoppingToken);
            while (true)
            {
                MissedSome();
                await _restored.WaitAsync(stoppingToken);
                MissedSome();
                // The client subscribes again a moment after it is connected: what was told in between is missed too.
                await Task.Delay(Retry, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves.
        }
    }

    public override void Dispose()
    {
        _restored.Dispose();
        base.Dispose();
    }

    private RedisChannel Channel => RedisChannel.Literal($"tenantgateway:{{{services.GetRequiredService<IOptions<RedisOptions>>().Value.Deployment}}}:notices");

    private async Task SubscribeAsync(ConnectionMultiplexer multiplexer, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await multiplexer.GetSubscriber().SubscribeAsync(Channel, (_, message) => Hear(message));
                return;
            }
            catch (Exception fault) when (fault is RedisException or TimeoutException)
            {
                Log.NotSubscribed(logger, fault.GetType().Name);
                await Task.Delay(Retry, time, stoppingToken);
            }
        }
    }

    private void Hear(RedisValue message)
    {
        if (!NoticeText.TryParse(((ReadOnlyMemory<byte>)message).Span, out var notice))
        {
            metrics.CountNotice("garbled");
            return;
        }

        if (notice.Sender == _self) return;
        metrics.CountNotice("heard");
        foreach (var (subject, heard) in _listeners)
        {
            if (subject == notice.Subject) heard(notice.Version);
        }
    }

    private void MissedSome()
    {
        foreach (var (_, heard) in _listeners) heard(null);
    }

    private void Release()
    {
        try
        {
            _restored.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is known already.
        }
        catch (ObjectDisposedException)
        {
            // The process has left.
        }
    }
}
