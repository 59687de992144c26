using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace TenantGateway.Sessions;

/// <summary>
/// Reads revocations before the listeners open, and from then on in intervals, each a little shorter than configured so that replicas do not all come at once:
/// in the steady state one row is read each time.
/// </summary>
internal sealed class RevocationPoller(IServiceProvider services, TimeProvider time, ILogger<RevocationPoller> logger) : BackgroundService
{
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromMinutes(1);

    // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
    private readonly Lazy<RevocationIndex> _index = new(services.GetRequiredService<RevocationIndex>);
    private volatile bool _failed;

    /// <summary>Whether the last reading failed.</summary>
    public bool LastReadingFailed => _failed;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await _index.Value.ReadOnAsync(cancellationToken);
        Log.RevocationsRead(logger, _index.Value.Count);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var interval = services.GetRequiredService<IOptions<SessionsOptions>>().Value.RevocationPollMilliseconds;
            var forgot = time.GetTimestamp();
            while (true)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(interval * RandomNumberGenerator.GetInt32(80, 101) / 100.0), time, stoppingToken);
                await ReadAsync(stoppingToken);
                if (time.GetElapsedTime(forgot) < ForgetInterval) continue;
                _index.Value.Forget();
                forgot = time.GetTimestamp();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves.
        }
    }

    private async Task ReadAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _index.Value.ReadOnAsync(stoppingToken);
            if (_failed) Log.RevocationsReadAgain(logger);
            _failed = false;
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever it is: what is known is gone by until it is too old, and the next reading may succeed.
            if (!_failed) Log.RevocationsUnreadable(logger, fault.GetType().Name);
            _failed = true;
        }
    }
}
