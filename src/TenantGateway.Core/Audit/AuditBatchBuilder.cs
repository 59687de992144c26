using System.Buffers;
using System.Buffers.Binary;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Audit;

/// <summary>Puts placed records together to the batch that is appended, and keeps the right edge of the tree as it grows. Not thread-safe.</summary>
public sealed class AuditBatchBuilder
{
    /// <summary>How many records a batch holds at most: their places in it are two bytes.</summary>
    public const int MaxRecords = 4096;

    private readonly long _firstIndex;
    private readonly byte[] _before;
    private readonly MerkleFrontier _frontier;
    private readonly ArrayBufferWriter<byte> _leaves;
    private readonly List<MerkleNode> _nodes = [];
    private readonly Dictionary<string, Portion> _portions = new(StringComparer.Ordinal);

    /// <param name="frontier">The right edge of the log; it grows with what is added.</param>
    /// <param name="leaves">A buffer that is written from its beginning; may be used again after <see cref="Build"/>.</param>
    public AuditBatchBuilder(MerkleFrontier frontier, ArrayBufferWriter<byte> leaves)
    {
        (_frontier, _leaves, _firstIndex, _before) = (frontier, leaves, frontier.Size, frontier.Encode());
        leaves.ResetWrittenCount();
    }

    public int Count => (int)(_frontier.Size - _firstIndex);

    /// <summary>The index that the next record gets.</summary>
    public long NextIndex => _frontier.Size;

    /// <summary>The last record of a tenant in this batch, or null where it has none.</summary>
    public AuditTail? TailOf(string tenant) => _portions.TryGetValue(tenant, out var portion) ? portion.Tail : null;

    /// <summary>Adds a record; the numbers of one tenant follow each other.</summary>
    public void Add(string tenant, long sequence, ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> details)
    {
        if (Count == MaxRecords) throw new InvalidOperationException($"A batch holds {MaxRecords} records.");
        if (!_portions.TryGetValue(tenant, out var portion)) _portions.Add(tenant, portion = new Portion(sequence));
        var hash = MerkleHash.OfLeaf(leaf);
        portion.Add(Count, new AuditTail(sequence, hash), details);
        AuditFrames.Append(_leaves, leaf);
        _frontier.Append(hash, _nodes);
    }

    public AuditAppendix Build(DateTimeOffset time, IReadOnlyList<OpenIntent> opened, IReadOnlyList<string> closed) => new()
    {
        Batch = new AuditBatch(_firstIndex, Count, _leaves.WrittenSpan.ToArray()),
        Time = time,
        Portions = [.. _portions.Select(portion => portion.Value.Build(portion.Key))],
        Nodes = _nodes,
        FrontierBefore = _before,
        Frontier = _frontier.Encode(),
        Opened = opened,
        Closed = closed,
    };

    private sealed class Portion(long firstSequence)
    {
        private readonly ArrayBufferWriter<byte> _offsets = new(64);
        private ArrayBufferWriter<byte>? _details;
        private int _count;

        public AuditTail Tail { get; private set; }

        public void Add(int offset, AuditTail tail, ReadOnlySpan<byte> details)
        {
            if (tail.Sequence != firstSequence + _count) throw new InvalidOperationException("The records of a tenant are not in sequence.");
            Tail = tail;
            BinaryPrimitives.WriteUInt16BigEndian(_offsets.GetSpan(sizeof(ushort)), (ushort)offset);
            _offsets.Advance(sizeof(ushort));
            if (!details.IsEmpty && _details is null)
            {
                _details = new ArrayBufferWriter<byte>();
                // Those before it have none.
                for (var i = 0; i < _count; i++) AuditFrames.Append(_details, []);
            }

            if (_details is not null) AuditFrames.Append(_details, details);
            _count++;
        }

        public AuditPortion Build(string tenant) => new(tenant, firstSequence, _offsets.WrittenSpan.ToArray(), Tail, _details?.WrittenSpan.ToArray());
    }
}
