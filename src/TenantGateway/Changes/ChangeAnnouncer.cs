using System.Threading.Channels;
using TenantGateway.Core.State;

namespace TenantGateway.Changes;

/// <summary>
/// Tells the other processes what changed here: looks at the version whenever this process has been at the state, and tells one that it has not told yet. So
/// no store has to remember to tell, a notice never comes before its commit, and a process passes on what it learned in another way.
/// </summary>
internal sealed class ChangeAnnouncer(IServiceProvider services, TimeProvider time) : BackgroundService
{
    /// <summary>Between two looks: many changes in a row are one notice, and reading costs next to nothing however busy the process is.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Channel<bool> _used = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long? _told;
    private volatile bool _isDoubtful;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (services.GetService<INotices>() is not { } notices) return;
        var version = services.GetRequiredService<IStateVersion>();
        services.GetRequiredService<IStateUse>().Used += () => _used.Writer.TryWrite(true);
        notices.Listen(NoticeSubject.State, heard =>
        {
            if (heard is not null) return;
            // What was told may not have been heard.
            _isDoubtful = true;
            _used.Writer.TryWrite(true);
        });
        try
        {
            await foreach (var _ in _used.Reader.ReadAllAsync(stoppingToken))
            {
                await TellAsync(version, notices, stoppingToken);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves.
        }
    }

    private async Task TellAsync(IStateVersion version, INotices notices, CancellationToken stoppingToken)
    {
        try
        {
            if (_isDoubtful) (_isDoubtful, _told) = (false, null);
            var current = await version.ReadAsync(stoppingToken);
            if (current == _told) return;
            notices.Tell(NoticeSubject.State, current);
            _told = current;
        }
        catch (Exception) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever it is: the others look in intervals, and so does this process, which tells if the state cannot be read.
            _told = null;
        }
    }
}
