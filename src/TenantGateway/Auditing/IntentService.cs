using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Retention;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing;

/// <summary>Answers intents whose outcome never came, because the process that had it is gone: with a record of the same event whose outcome is <c>unknown</c>.</summary>
internal sealed class IntentService(IServiceProvider services, TimeProvider time, ILogger<IntentService> logger) : BackgroundService
{
    /// <summary>How long an outcome may take: longer than any request and any step of an operation.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private const int AtOnce = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do await TryAnswerAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next process looks again.
        }
    }

    private async Task TryAnswerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AnswerAsync(cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            Log.IntentsLeftOpen(logger, fault);
        }
    }

    private async Task AnswerAsync(CancellationToken cancellationToken)
    {
        var (store, trail) = (services.GetRequiredService<IAuditStore>(), services.GetRequiredService<IAuditTrail>());
        foreach (var intent in await store.ReadIntentsAsync(time.GetUtcNow() - Patience, AtOnce, cancellationToken))
        {
            var batches = await store.ReadBatchesAsync(intent.Index, 1, cancellationToken);
            var leaf = StoredLeaves.Split(batches[0].Leaves)[(int)(intent.Index - batches[0].FirstIndex)].Bytes;
            var entry = EntryOf(leaf);
            Log.OutcomeUnknown(logger, entry.Event.Name, entry.Subject ?? "-");
            await trail.CommitWithoutLimitAsync(entry, cancellationToken);
        }
    }

    private static AuditEntry EntryOf(ReadOnlyMemory<byte> leaf)
    {
        using var record = JsonDocument.Parse(leaf);
        var root = record.RootElement;
        return new AuditEntry
        {
            Event = new AuditEvent(Text("event") ?? "", root.GetProperty("code").GetInt32()),
            Tenant = TenantId.Parse(Text("tenant") ?? ""),
            Outcome = AuditOutcomes.Unknown,
            Actor = Text("actor") is { } actor ? new ActorId(actor) : null,
            ActorType = Text("actorType"),
            Service = Text("service"),
            Evidence = Text("evidence"),
            Operation = Text("operation"),
            RequestId = Text("request"),
            Route = Text("route"),
            Subject = Text("subject"),
        };

        string? Text(string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
