using System.Threading.Channels;
using TenantGateway.Core.State;

namespace TenantGateway.Changes;

/// <summary>
/// Looks for changes when another process tells of one. Notices that come while it looks are one further look, and looks have a pause of at least their own
/// length between them: a flood of notices, whoever sends it, takes half a thread at most.
/// </summary>
internal sealed class NoticedRefresh(IServiceProvider services, TimeProvider time) : BackgroundService
{
    internal static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(100);

    private readonly Channel<bool> _heard = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (services.GetService<INotices>() is not { } notices) return;
        var refresh = services.GetRequiredService<StateRefresh>();
        notices.Listen(NoticeSubject.State, version =>
        {
            // What was read is known; whatever else a notice says, the state is asked.
            if (version is null || version != refresh.Known) _heard.Writer.TryWrite(true);
        });
        try
        {
            await foreach (var _ in _heard.Reader.ReadAllAsync(stoppingToken)) await LookAsync(refresh, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves.
        }
    }

    private async Task LookAsync(StateRefresh refresh, CancellationToken stoppingToken)
    {
        var began = time.GetTimestamp();
        // Where it fails it has said so, and the next look in intervals tries again.
        await refresh.RefreshAsync(stoppingToken);
        var took = time.GetElapsedTime(began);
        await Task.Delay(took > LeastPause ? took : LeastPause, time, stoppingToken);
    }
}
