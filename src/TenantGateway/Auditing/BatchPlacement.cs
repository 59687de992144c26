using System.Buffers;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Auditing;

/// <summary>
/// Gives the entries of one batch their places at the end of the log, anew for every attempt. After an attempt of which nobody knows how it ended, the next one looks first
/// whether the batch is there: so it is never appended twice.
/// </summary>
internal sealed class BatchPlacement(IReadOnlyList<PendingEntry> entries, TrailEnd? end, DateTimeOffset now, AuditLeafEncoder encoder, ArrayBufferWriter<byte> buffer) : IAuditPlacement
{
    private readonly List<OpenIntent> _opened = [];
    private readonly List<string> _closed = [];
    private readonly HashSet<string> _tenants = entries.Select(pending => pending.Entry.Tenant.Value).ToHashSet(StringComparer.Ordinal);
    private AuditBatch? _attempted;

    /// <summary>The end of the log with the batch, once the store has said that it is appended; null where it is not known.</summary>
    internal TrailEnd? End { get; private set; }

    public long? KnownSize => end?.Frontier.Size;

    public long? DoubtfulIndex => _attempted?.FirstIndex;

    public IReadOnlyCollection<string> Tenants(bool hasMoved) => hasMoved || end is null ? _tenants : [.. _tenants.Where(tenant => !end.Tails.ContainsKey(tenant))];

    public AuditAppendix? Place(AuditGround ground)
    {
        End = null;
        if (_attempted is { } attempted && ground.Doubtful is { } found && found.Leaves.Span.SequenceEqual(attempted.Leaves.Span)) return null;
        var isKnown = end?.Frontier.Size == ground.Size;
        var frontier = isKnown && end is not null ? end.Frontier.Clone() : Decode(ground);
        var tails = isKnown && end is not null ? new Dictionary<string, AuditTail>(end.Tails, StringComparer.Ordinal) : new(StringComparer.Ordinal);
        foreach (var (tenant, tail) in ground.Tails) tails[tenant] = tail;
        var appendix = Build(new AuditBatchBuilder(frontier, buffer), tails);
        _attempted = appendix.Batch;
        End = new TrailEnd(frontier, tails);
        return appendix;
    }

    private AuditAppendix Build(AuditBatchBuilder batch, Dictionary<string, AuditTail> tails)
    {
        _opened.Clear();
        _closed.Clear();
        foreach (var pending in entries) Add(batch, pending, tails);
        return batch.Build(now, _opened, _closed);
    }

    private void Add(AuditBatchBuilder batch, PendingEntry pending, Dictionary<string, AuditTail> tails)
    {
        var entry = pending.Entry;
        var tenant = entry.Tenant.Value;
        var last = tails.GetValueOrDefault(tenant);
        var place = new AuditPlace(last.Sequence + 1, last.Sequence == 0 ? null : last.Hash, now, pending.Details.Mark);
        if (AuditIntent.MayHave(entry.Event)) NoteIntent(entry, batch.NextIndex);
        batch.Add(tenant, place.Sequence, encoder.Encode(entry, place), pending.Details.Bytes);
        tails[tenant] = batch.TailOf(tenant) ?? throw new InvalidOperationException("The record was not added.");
    }

    private void NoteIntent(AuditEntry entry, long index)
    {
        var key = AuditIntent.KeyOf(entry);
        if (entry.Outcome == AuditOutcomes.Intent) _opened.Add(new OpenIntent(key, index));
        else if (_opened.RemoveAll(intent => intent.Key == key) == 0) _closed.Add(key);
    }

    private static MerkleFrontier Decode(AuditGround ground) => MerkleFrontier.TryDecode(ground.Frontier.Span, out var frontier) && frontier.Size == ground.Size
        ? frontier
        : throw new InvalidDataException("The stored edge of the audit trail's tree is not one of its size.");
}
