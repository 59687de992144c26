using Microsoft.Extensions.Options;
using TenantGateway.Core.Audit.Checkpoints;

namespace TenantGateway.Auditing.Checkpoints;

/// <summary>
/// Signs the log in an interval while it grows, and at once after an event of keys, and publishes what was signed. A log that may not be signed, or a key that cannot be used,
/// keeps no record from being written; health and metrics tell.
/// </summary>
internal sealed class CheckpointService(
    IServiceProvider services, CheckpointSignal signal, CheckpointWebhooks webhooks, CheckpointMetrics metrics, TimeProvider time, ILogger<CheckpointService> logger) : BackgroundService, IAuditCheckpoints
{
    private volatile string? _refusal;
    private long _signedAt = time.GetTimestamp();

    /// <summary>Why the log may not be signed; null where it may.</summary>
    internal string? Refusal => _refusal;

    /// <summary>How long the last look is ago after which everything was signed.</summary>
    internal TimeSpan SinceSigned => time.GetElapsedTime(Volatile.Read(ref _signedAt));

    public async ValueTask<SignedCheckpoint?> NowAsync(CancellationToken cancellationToken) =>
        await TrySignAsync(true, cancellationToken) is { } stored && SignedNote.TryParse(stored.Note.Span, out var note) && Checkpoint.TryParse(note.Text, out var checkpoint)
            ? new SignedCheckpoint(checkpoint, stored.Note)
            : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = TimeSpan.FromSeconds(services.GetRequiredService<IOptions<CheckpointOptions>>().Value.IntervalSeconds);
        try
        {
            for (var atOnce = true; ;)
            {
                var raised = signal.NextAsync();
                await TrySignAsync(atOnce, stoppingToken);
                using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                var delay = Task.Delay(interval, time, waiting.Token);
                atOnce = await Task.WhenAny(raised, delay) == raised;
                await waiting.CancelAsync();
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Whoever starts next signs what is left.
        }
    }

    private async Task<StoredCheckpoint?> TrySignAsync(bool atOnce, CancellationToken cancellationToken)
    {
        try
        {
            var signed = await services.GetRequiredService<CheckpointSigner>().SignAsync(atOnce, cancellationToken);
            Volatile.Write(ref _signedAt, time.GetTimestamp());
            if (_refusal is not null) Log.Recovered(logger, signed?.Checkpoint.Size ?? 0);
            _refusal = null;
            if (signed is (var published, true)) Publish(published);
            return signed?.Checkpoint;
        }
        catch (ForkedLogException forked)
        {
            metrics.Refused();
            if (_refusal != forked.Message) Log.Refused(logger, forked.Message);
            _refusal = forked.Message;
            return null;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // The database or the key service, and both come back.
            Log.SigningFailed(logger, fault);
            return null;
        }
    }

    private void Publish(StoredCheckpoint checkpoint)
    {
        metrics.Signed();
        webhooks.Post(checkpoint);
        var copies = services.GetRequiredService<CheckpointDirectory>();
        try
        {
            copies.Write(checkpoint);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            metrics.NotPublished();
            Log.NotWritten(logger, checkpoint.Size, copies.Location ?? "", fault);
        }
    }
}
