using Microsoft.Extensions.Options;

namespace TenantGateway.Protection;

/// <summary>
/// Activates the policies at start, or refuses to start, and looks at the files in intervals: notices of the file system are lost on network and
/// container volumes.
/// </summary>
internal sealed class PolicyWatcher(PolicyStore store, IOptions<PolicyOptions> options, TimeProvider time, ILogger<PolicyWatcher> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.RefreshAsync(cancellationToken);
        if (store.Problems is { IsEmpty: false } problems)
            throw new InvalidOperationException($"The policies are not valid:{Environment.NewLine}{string.Join(Environment.NewLine, problems)}");
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.PollSeconds), time);
            while (await timer.WaitForNextTickAsync(stoppingToken)) await RefreshAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault, also where the host is taken down because another part of it did not start.
        }
    }

    private async Task RefreshAsync(CancellationToken stoppingToken)
    {
        try
        {
            await store.RefreshAsync(stoppingToken);
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever it is: an exception out of here would stop the host, while the policies in force are good.
            Log.PolicyRefreshFailed(logger, fault.GetType().Name);
        }
    }
}
