using System.Threading.Channels;
using TenantGateway.Core.Audit;

namespace TenantGateway.Keys;

/// <summary>What became of keys, on its way to the audit trail: a purge does not wait for its record.</summary>
internal sealed class KeyEvents(ILogger<KeyEvents> logger)
{
    // Each key has a few a minute at most; more than this are there only while the trail cannot be written for long.
    private const int MostWaiting = 10_000;

    private readonly Channel<AuditEntry> _waiting = Channel.CreateBounded<AuditEntry>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    internal ChannelReader<AuditEntry> Waiting => _waiting.Reader;

    internal void Add(KekState kek, AuditEvent happened, string outcome, int? generations = null)
    {
        var entry = new AuditEntry { Event = happened, Tenant = kek.Tenant, Outcome = outcome, Subject = kek.KekId, Count = generations };
        if (!_waiting.Writer.TryWrite(entry)) Log.EventLost(logger, happened.Name, kek.KekId, kek.Tenant);
    }
}
