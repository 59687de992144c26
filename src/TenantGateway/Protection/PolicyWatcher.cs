using System.Threading.Channels;
using Microsoft.Extensions.Options;
using TenantGateway.Core.State;

namespace TenantGateway.Protection;

/// <summary>
/// Activates the policies at start, or refuses to start, and looks at the files in intervals: notices of the file system are lost on network and
/// container volumes. Where another process tells that it has activated others, it looks at once.
/// </summary>
internal sealed class PolicyWatcher(PolicyStore store, IOptions<PolicyOptions> options, TimeProvider time, ILogger<PolicyWatcher> logger, INotices? notices = null) : BackgroundService
{
    /// <summary>Between two looks: a flood of notices has the folder read no more often.</summary>
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(250);

    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.RefreshAsync(cancellationToken);
        if (store.Problems is { IsEmpty: false } problems)
            throw new InvalidOperationException($"The policies are not valid:{Environment.NewLine}{string.Join(Environment.NewLine, problems)}");
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = TimeSpan.FromSeconds(options.Value.PollSeconds);
        await using var timer = time.CreateTimer(_ => _due.Writer.TryWrite(true), null, interval, interval);
        notices?.Listen(NoticeSubject.Policies, Hear);
        try
        {
            await foreach (var _ in _due.Reader.ReadAllAsync(stoppingToken))
            {
                await RefreshAsync(stoppingToken);
                await Task.Delay(LeastPause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault, also where the host is taken down because another part of it did not start.
        }
    }

    private void Hear(long? version)
    {
        // What was told may not have been heard.
        if (version is null) store.TellOthers();
        if (version != store.Active.Number) _due.Writer.TryWrite(true);
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
