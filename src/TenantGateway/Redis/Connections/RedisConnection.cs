using Microsoft.Extensions.Options;
using StackExchange.Redis;
using TenantGateway.Core.Certificates;

namespace TenantGateway.Redis.Connections;

/// <summary>
/// The one connection to Redis. It is made and made again behind everybody's back: nothing waits for it, and what needs it does without where it is not there.
/// Whether Redis answers is asked once a second, also where nobody else asks it anything.
/// </summary>
internal sealed class RedisConnection : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    // One answer that is late says nothing yet.
    private const int Patience = 2;

    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly ILogger<RedisConnection> _logger;
    private readonly TaskCompletionSource<ConnectionMultiplexer> _made = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isUp;

    public RedisConnection(IServiceProvider services, RedisMetrics metrics, TimeProvider time, ILogger<RedisConnection> logger)
    {
        (_services, _time, _logger) = (services, time, logger);
        metrics.Observe(() => IsUp);
    }

    /// <summary>Whether Redis answered when it was last asked.</summary>
    public bool IsUp => _isUp;

    /// <summary>The client, connected or not; null where it has not been made yet.</summary>
    public ConnectionMultiplexer? Current => _made.Task.IsCompletedSuccessfully ? _made.Task.GetAwaiter().GetResult() : null;

    /// <summary>The client, once it has been made.</summary>
    public Task<ConnectionMultiplexer> MadeAsync(CancellationToken cancellationToken) => _made.Task.WaitAsync(cancellationToken);

    public override void Dispose()
    {
        Current?.Dispose();
        base.Dispose();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (Current is { } multiplexer) await multiplexer.CloseAsync(allowCommandsToComplete: false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Read late: hosted services are constructed before options are validated, and the first bad option would hide the others.
        var options = _services.GetRequiredService<IOptions<RedisOptions>>().Value;
        var configuration = RedisConfiguration.Of(options, _services.GetRequiredService<ICertificateFiles>());
        try
        {
            var multiplexer = await MakeAsync(configuration, stoppingToken);
            _made.SetResult(multiplexer);
            await WatchAsync(multiplexer, TimeSpan.FromMilliseconds(options.CommandTimeoutMilliseconds), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves.
        }
    }

    private async Task<ConnectionMultiplexer> MakeAsync(ConfigurationOptions configuration, CancellationToken stoppingToken)
    {
        var isTold = false;
        while (true)
        {
            try
            {
                // Comes back without a connection where none can be made, and goes on trying.
                return await ConnectionMultiplexer.ConnectAsync(configuration);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                if (!isTold) Log.Lost(_logger, fault.GetType().Name);
                isTold = true;
                await Task.Delay(Interval, _time, stoppingToken);
            }
        }
    }

    private async Task WatchAsync(ConnectionMultiplexer multiplexer, TimeSpan timeout, CancellationToken stoppingToken)
    {
        var unanswered = 0;
        for (var isFirst = true; ; isFirst = false)
        {
            var fault = await AskAsync(multiplexer, timeout);
            unanswered = fault is null ? 0 : unanswered + 1;
            if (fault is null && !_isUp) Log.Connected(_logger);
            if (fault is not null && (isFirst || (_isUp && unanswered >= Patience))) Log.Lost(_logger, fault);
            _isUp = fault is null || (_isUp && unanswered < Patience);
            await Task.Delay(Interval, _time, stoppingToken);
        }
    }

    /// <returns>The kind of fault; null where it answers.</returns>
    private static async Task<string?> AskAsync(ConnectionMultiplexer multiplexer, TimeSpan timeout)
    {
        try
        {
            await multiplexer.GetDatabase().PingAsync().WaitAsync(timeout);
            return null;
        }
        catch (Exception fault)
        {
            // Its message may name addresses.
            return fault is RedisConnectionException { FailureType: var type } ? type.ToString() : fault.GetType().Name;
        }
    }
}
