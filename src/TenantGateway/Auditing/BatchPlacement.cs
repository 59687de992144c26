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
    private readonly Dictionary<string, AuditTail> _tails = new(StringComparer.Ordinal);
    private AuditBatch? _attempted;
    private MerkleFrontier? _frontier;
    private bool _isAtKnownEnd;

    public long? KnownSize => end?.Frontier.Size;

    public long? DoubtfulIndex => _attempted?.FirstIndex;

    public IReadOnlyCollection<string> Tenants(bool hasMoved) => hasMoved || end is null ? _tenants : [.. _tenants.Where(tenant => !end.Tails.ContainsKey(tenant))];

    public AuditAppendix? Place(AuditGround ground)
    {
        Forget();
        if (_attempted is { } attempted && ground.Doubtful is { } found && found.Leaves.Span.SequenceEqual(attempted.Leaves.Span)) return null;
        var isAtKnownEnd = IsEnd(ground.Frontier);
        foreach (var (tenant, tail) in ground.Tails) _tails[tenant] = tail;
        return Build(isAtKnownEnd && end is not null ? end.Frontier.Clone() : Decode(ground), isAtKnownEnd);
    }

    public bool Knows(AuditHead head) => IsEnd(head.Frontier);

    public AuditAppendix? PlaceAtKnownEnd()
    {
        if (end is null || _attempted is not null || entries.Any(pending => AuditIntent.MayHave(pending.Entry.Event) || !end.Tails.ContainsKey(pending.Entry.Tenant.Value))) return null;
        Forget();
        return Build(end.Frontier.Clone(), isAtKnownEnd: true);
    }

    /// <summary>What was placed last: the batch that is appended once the store has said so.</summary>
    internal AuditBatch? Batch => _attempted;

    /// <summary>The end of the log with the batch, once the store has said that it is appended; null where it is not known. The end before it is no longer to be used.</summary>
    internal TrailEnd? TakeEnd()
    {
        if (_frontier is null) return null;
        if (!_isAtKnownEnd || end is null) return new TrailEnd(_frontier, _tails);
        foreach (var (tenant, tail) in _tails) end.Tails[tenant] = tail;
        return end with { Frontier = _frontier };
    }

    // As long is not the same: a server may have forgotten what it acknowledged, and somebody have written since. The size is in it.
    private bool IsEnd(ReadOnlyMemory<byte> frontier) => end is not null && frontier.Span.SequenceEqual(end.Frontier.Encode());

    private void Forget()
    {
        _frontier = null;
        _tails.Clear();
        _opened.Clear();
        _closed.Clear();
    }

    private AuditAppendix Build(MerkleFrontier frontier, bool isAtKnownEnd)
    {
        var batch = new AuditBatchBuilder(frontier, buffer);
        _isAtKnownEnd = isAtKnownEnd;
        foreach (var pending in entries) Add(batch, pending);
        var appendix = batch.Build(now, _opened, _closed);
        (_attempted, _frontier) = (appendix.Batch, frontier);
        return appendix;
    }

    private void Add(AuditBatchBuilder batch, PendingEntry pending)
    {
        var entry = pending.Entry;
        var tenant = entry.Tenant.Value;
        if (!_tails.TryGetValue(tenant, out var last) && _isAtKnownEnd) last = end?.Tails.GetValueOrDefault(tenant) ?? default;
        var place = new AuditPlace(last.Sequence + 1, last.Sequence == 0 ? null : last.Hash, now, pending.Details.Mark);
        if (AuditIntent.MayHave(entry.Event)) NoteIntent(entry, batch.NextIndex);
        batch.Add(tenant, place.Sequence, encoder.Encode(entry, place), pending.Details.Bytes);
        _tails[tenant] = batch.TailOf(tenant) ?? throw new InvalidOperationException("The record was not added.");
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
