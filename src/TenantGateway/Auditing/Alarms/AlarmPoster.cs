using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Audit.Alarms;

namespace TenantGateway.Auditing.Alarms;

/// <summary>
/// Posts alarms, each webhook on its own: one that does not answer keeps no other waiting. What waits is in the database, so it outlasts the process, and whichever process comes first posts it. A post
/// whose answer is lost is repeated under the same id.
/// </summary>
internal sealed class AlarmPoster(IServiceProvider services, TimeProvider time, AlarmMetrics metrics, ILogger<AlarmPoster> logger) : BackgroundService
{
    /// <summary>How many failures in a row are told to health.</summary>
    internal const int FailuresToTell = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    // Longer than an attempt can take.
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromDays(3);

    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);

    /// <summary>The webhooks that could not be reached several times in a row.</summary>
    internal IEnumerable<string> Unreached => _failures.Where(webhook => webhook.Value >= FailuresToTell).Select(webhook => webhook.Key).Order(StringComparer.Ordinal);

    private AlarmOptions Options => services.GetRequiredService<IOptions<AlarmOptions>>().Value;

    /// <exception cref="InvalidOperationException">A secret cannot be used.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (webhook, settings) in Options.Webhooks)
        {
            try
            {
                foreach (var secret in AlarmSecrets.Read(settings.SecretFile)) secret.Dispose();
            }
            catch (InvalidDataException unusable)
            {
                throw new InvalidOperationException($"{AlarmOptions.Section}:Webhooks:{webhook}:SecretFile: '{settings.SecretFile}': {unusable.Message}");
            }
        }

        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (Options.Webhooks.Count == 0) return;
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience };
        try
        {
            await Task.WhenAll(Options.Webhooks.Select(webhook => PostAllAsync(client, webhook.Key, webhook.Value, stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not posted is in the database.
        }
    }

    private async Task PostAllAsync(HttpClient client, string name, AlarmWebhookOptions webhook, CancellationToken cancellationToken)
    {
        var rest = TimeSpan.FromMilliseconds(Options.IntervalMilliseconds);
        while (true)
        {
            if (!await TryPostAsync(client, name, webhook, cancellationToken)) await Task.Delay(rest, time, cancellationToken);
        }
    }

    /// <returns>False where nothing was posted.</returns>
    private async Task<bool> TryPostAsync(HttpClient client, string name, AlarmWebhookOptions webhook, CancellationToken cancellationToken)
    {
        try
        {
            var posts = services.GetRequiredService<IAlarmPosts>();
            metrics.Waiting(await posts.CountAsync(cancellationToken));
            var now = time.GetUtcNow();
            if (await posts.TryClaimAsync(name, now, now + Hold, cancellationToken) is not { } post) return false;
            var problem = await ProblemOfAsync(client, post.Alarm, webhook, cancellationToken);
            await EndAsync(posts, post, problem, cancellationToken);
            return problem is null;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // The database, and it comes back.
            Log.PostsUnknown(logger, name, fault);
            return false;
        }
    }

    private async Task EndAsync(IAlarmPosts posts, AlarmPost post, string? problem, CancellationToken cancellationToken)
    {
        if (problem is null)
        {
            _failures[post.Webhook] = 0;
            metrics.Posted("delivered");
            // Also where the process is about to end: it was posted.
            await posts.RemoveAsync(post, CancellationToken.None);
            return;
        }

        _failures.AddOrUpdate(post.Webhook, 1, (_, failures) => failures + 1);
        var now = time.GetUtcNow();
        if (now - post.Alarm.At > GivesUpAfter)
        {
            metrics.Posted("given_up");
            Log.GivenUp(logger, post.Alarm.Id, post.Webhook, problem);
            await posts.RemoveAsync(post, cancellationToken);
            return;
        }

        metrics.Posted("failed");
        Log.NotPosted(logger, post.Alarm.Id, post.Webhook, problem, post.Attempts);
        await posts.PostponeAsync(post, now + PauseAfter(post.Attempts), cancellationToken);
    }

    // 1, 2, 4 seconds and so on.
    private static TimeSpan PauseAfter(int attempts) => TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, attempts - 1)));

    private async Task<string?> ProblemOfAsync(HttpClient client, Alarm alarm, AlarmWebhookOptions webhook, CancellationToken cancellationToken)
    {
        try
        {
            var secrets = AlarmSecrets.Read(webhook.SecretFile);
            try
            {
                using var request = AlarmMessage.Of(alarm, new Uri(webhook.Url), time.GetUtcNow(), secrets);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                return response.IsSuccessStatusCode ? null : $"status {(int)response.StatusCode}";
            }
            finally
            {
                foreach (var secret in secrets) secret.Dispose();
            }
        }
        catch (InvalidDataException)
        {
            return "its secret cannot be used";
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
