using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Authentication.Webhooks;

/// <summary>
/// The secrets of all webhooks, read at start and again every few seconds, so that a sender's secret is changed without a restart: the new one is added as a second line, and the old one taken
/// out once nobody signs with it. At start every file must be good; later a file that is not takes away the entry of its tenant and of nobody else.
/// </summary>
internal sealed class WebhookSecrets(IOptions<WebhooksOptions> options, TimeProvider time, ILogger<WebhookSecrets> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    private readonly Dictionary<(string, TenantId), string> _told = [];
    private volatile FrozenDictionary<(string Webhook, TenantId Tenant), ImmutableArray<WebhookSecret>> _secrets = FrozenDictionary<(string, TenantId), ImmutableArray<WebhookSecret>>.Empty;

    /// <summary>Those whose file is not good now, by webhook and tenant.</summary>
    public IEnumerable<string> Problems
    {
        get
        {
            lock (_told) return [.. _told.Select(entry => $"{entry.Key.Item1} of {entry.Key.Item2}: {entry.Value}")];
        }
    }

    /// <summary>One or two; none where the tenant has none.</summary>
    public ImmutableArray<WebhookSecret> Of(string webhook, TenantId tenant) => _secrets.GetValueOrDefault((webhook, tenant), []);

    /// <exception cref="InvalidOperationException">A file is not good.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Refresh();
        return Problems.Any() ? throw new InvalidOperationException($"The secrets of webhooks cannot be used:{Environment.NewLine}{string.Join(Environment.NewLine, Problems)}") : base.StartAsync(cancellationToken);
    }

    /// <summary>Looks at the files again.</summary>
    public void Refresh()
    {
        var read = new Dictionary<(string Webhook, TenantId Tenant), ImmutableArray<WebhookSecret>>();
        var problems = new Dictionary<(string, TenantId), string>();
        foreach (var (webhook, registered) in options.Value.Webhooks)
        {
            foreach (var (tenant, file) in registered.Secrets) Read((webhook, TenantId.Parse(tenant)), file, read, problems);
        }

        // Whoever knows the one would have the other: neither can be told whose it is.
        foreach (var key in read.Keys.Where(key => read.Any(other => other.Key != key && other.Value.Any(theirs => read[key].Any(own => own.Equals(theirs))))).ToList()) problems[key] = "another tenant or webhook has the same secret. Give each its own.";
        foreach (var key in problems.Keys) read.Remove(key);
        _secrets = read.ToFrozenDictionary();
        Tell(problems);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Webhooks.Count == 0) return;
        try
        {
            using var timer = new PeriodicTimer(BetweenLooks, time);
            while (await timer.WaitForNextTickAsync(stoppingToken)) Refresh();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves.
        }
    }

    private static void Read(
        (string, TenantId) key, string file, Dictionary<(string, TenantId), ImmutableArray<WebhookSecret>> read, Dictionary<(string, TenantId), string> problems)
    {
        try
        {
            read[key] = SecretFile.Read(file);
        }
        catch (InvalidDataException unusable)
        {
            problems[key] = $"'{file}': {unusable.Message}";
        }
    }

    private void Tell(Dictionary<(string, TenantId), string> problems)
    {
        lock (_told)
        {
            foreach (var ((webhook, tenant), problem) in problems.Where(entry => _told.GetValueOrDefault(entry.Key) != entry.Value)) Log.SecretRefused(logger, webhook, tenant, problem);
            foreach (var (webhook, tenant) in _told.Keys.Where(key => !problems.ContainsKey(key))) Log.SecretTaken(logger, webhook, tenant);
            _told.Clear();
            foreach (var (key, problem) in problems) _told[key] = problem;
        }
    }
}
