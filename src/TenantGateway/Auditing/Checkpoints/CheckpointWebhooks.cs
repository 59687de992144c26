using System.Net.Http.Headers;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Audit.Checkpoints;

namespace TenantGateway.Auditing.Checkpoints;

/// <summary>
/// Posts checkpoints to other places, each on its own: one that does not answer keeps no other waiting, and is given the newest when it comes back. A checkpoint holds
/// nothing secret.
/// </summary>
internal sealed class CheckpointWebhooks(IServiceProvider services, TimeProvider time, CheckpointMetrics metrics, ILogger<CheckpointWebhooks> logger) : BackgroundService
{
    private const int Attempts = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly List<Channel<StoredCheckpoint>> _waiting = [];
    private readonly Lock _gate = new();

    internal void Post(StoredCheckpoint checkpoint)
    {
        lock (_gate)
        {
            foreach (var channel in _waiting) channel.Writer.TryWrite(checkpoint);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
        var addresses = services.GetRequiredService<IOptions<CheckpointOptions>>().Value.Webhooks.Select(webhook => new Uri(webhook)).ToList();
        if (addresses.Count == 0) return;
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience };
        try
        {
            await Task.WhenAll(addresses.Select(address => PostAllAsync(client, address, Open(), stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not posted is in the database.
        }
    }

    private ChannelReader<StoredCheckpoint> Open()
    {
        var channel = Channel.CreateBounded<StoredCheckpoint>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate) _waiting.Add(channel);
        return channel.Reader;
    }

    private async Task PostAllAsync(HttpClient client, Uri address, ChannelReader<StoredCheckpoint> waiting, CancellationToken cancellationToken)
    {
        await foreach (var checkpoint in waiting.ReadAllAsync(cancellationToken))
        {
            for (var attempt = 1; ; attempt++)
            {
                if (await ProblemOfAsync(client, address, checkpoint, cancellationToken) is not { } problem) break;
                if (attempt == Attempts)
                {
                    metrics.NotPublished();
                    Log.NotPosted(logger, checkpoint.Size, address.Host, problem);
                    break;
                }

                await Task.Delay(TimeSpan.FromSeconds(attempt), time, cancellationToken);
            }
        }
    }

    private static async Task<string?> ProblemOfAsync(HttpClient client, Uri address, StoredCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(checkpoint.Note) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode ? null : $"status {(int)response.StatusCode}";
        }
        catch (HttpRequestException fault)
        {
            return fault.HttpRequestError.ToString();
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "no answer in time";
        }
    }
}
