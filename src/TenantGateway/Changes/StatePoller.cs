using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using TenantGateway.Core.State;

namespace TenantGateway.Changes;

/// <summary>
/// Looks for changes in intervals, each a little shorter than configured so that replicas do not all come at once. While the process waits for what it needs
/// to start, it looks more often: at first four times a second, then ever more seldom.
/// </summary>
internal sealed class StatePoller(IServiceProvider services, TimeProvider time, ILogger<StatePoller> logger) : BackgroundService
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
        var refresh = services.GetRequiredService<IStateRefresh>();
        var interval = TimeSpan.FromSeconds(services.GetRequiredService<IOptions<ChangesOptions>>().Value.PollSeconds);
        try
        {
            await WaitForStartAsync(refresh, services.GetRequiredService<IStartGate>(), interval, stoppingToken);
            while (true) await LookAfterAsync(interval, refresh, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves.
        }
    }

    private async Task WaitForStartAsync(IStateRefresh refresh, IStartGate gate, TimeSpan longest, CancellationToken stoppingToken)
    {
        if (gate.WaitsFor is not { } missing) return;
        Log.Waiting(logger, missing);
        for (var wait = FirstWait; gate.WaitsFor is not null; wait = wait * 2 < longest ? wait * 2 : longest) await LookAfterAsync(wait, refresh, stoppingToken);
        Log.WaitOver(logger, missing);
    }

    private async Task LookAfterAsync(TimeSpan wait, IStateRefresh refresh, CancellationToken stoppingToken)
    {
        await Task.Delay(wait * (RandomNumberGenerator.GetInt32(80, 101) / 100.0), time, stoppingToken);
        await refresh.RefreshAsync(stoppingToken);
    }
}
