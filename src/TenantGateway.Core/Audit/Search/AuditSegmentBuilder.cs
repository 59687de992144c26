using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace TenantGateway.Core.Audit.Search;

/// <summary>Makes segments of their records, which come in their order: one segment after the other, with the same memory, of which it keeps a megabyte or two. Not thread-safe.</summary>
public sealed class AuditSegmentBuilder
{
    private readonly LeafTerms _terms = new();
    private readonly TermValues _values = new();
    private readonly Dictionary<TermValues.Place, Posting>?[] _postings = new Dictionary<TermValues.Place, Posting>?[TermKinds.All.Length];
    private readonly byte[] _times = new byte[AuditSegment.Records * sizeof(long)];
    private byte[] _tenant = [];
    private string? _segmentOf;
    private long _number;
    private (long First, long Last) _span;

    /// <summary>Begins with a segment; what was added to another one is forgotten.</summary>
    public void Begin(string tenant, long number)
    {
        (_segmentOf, _tenant, _number, _span) = (tenant, Encoding.UTF8.GetBytes(tenant), number, (long.MaxValue, long.MinValue));
        _times.AsSpan().Clear();
        _values.Clear();
        foreach (var postings in _postings) postings?.Clear();
    }

    /// <summary>Adds a record by its leaf.</summary>
    /// <returns>False for what is no record: nothing was added.</returns>
    /// <exception cref="ArgumentException">The record is not one of this segment.</exception>
    public bool Add(ReadOnlySpan<byte> leaf)
    {
        if (!_terms.TryRead(leaf)) return false;
        var (segment, offset) = AuditSegment.PlaceOf(_terms.Sequence);
        if (segment != _number || !_terms.Tenant.SequenceEqual(_tenant)) throw new ArgumentException("The record is not one of this segment.", nameof(leaf));
        var time = _terms.Time.ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteInt64BigEndian(_times.AsSpan(offset * sizeof(long)), time);
        _span = (Math.Min(_span.First, time), Math.Max(_span.Last, time));
        for (var term = 0; term < _terms.Count; term++) Add(_terms.KindOf(term), _terms.ValueOf(term), (ushort)offset);
        return true;
    }

    /// <exception cref="InvalidOperationException">No segment was begun.</exception>
    public AuditSegment Build()
    {
        var lengths = new int[AuditSegment.Buckets + TermKinds.Facets.Length];
        foreach (var postings in _postings.OfType<Dictionary<TermValues.Place, Posting>>())
        {
            foreach (var (value, posting) in postings) lengths[posting.Part] += PostingTable.LengthOf(posting.IsHashed ? AuditTerm.HashedKey : value.Length, posting.Count);
        }

        var tables = Array.ConvertAll(lengths, length => new byte[length]);
        Span<byte> hashed = stackalloc byte[sizeof(ulong)];
        foreach (var postings in _postings.OfType<Dictionary<TermValues.Place, Posting>>())
        {
            foreach (var (value, found) in postings)
            {
                var posting = found;
                BinaryPrimitives.WriteUInt64LittleEndian(hashed, posting.Key);
                var table = tables[posting.Part];
                lengths[posting.Part] = PostingTable.Write(table.AsSpan(table.Length - lengths[posting.Part]), posting.IsHashed ? hashed[..AuditTerm.HashedKey] : _values[value], posting.Offsets).Length;
            }
        }

        return new AuditSegment
        {
            Tenant = _segmentOf ?? throw new InvalidOperationException("No segment was begun."),
            Number = _number,
            FirstTime = _span.First,
            LastTime = _span.Last,
            Times = [.. _times],
            Parts = [.. tables.Index().Where(table => table.Item.Length > 0).Select(table => KeyValuePair.Create(table.Index, table.Item))],
        };
    }

    private void Add(TermKind kind, ReadOnlySpan<byte> value, ushort offset)
    {
        var postings = _postings[(int)kind] ??= new Dictionary<TermValues.Place, Posting>(_values.Comparer);
        ref var posting = ref CollectionsMarshal.GetValueRefOrAddDefault(postings.GetAlternateLookup<ReadOnlySpan<byte>>(), value, out var isKnown);
        if (isKnown) posting.Add(offset);
        else posting = Posting.Of(kind, value, offset);
    }

    /// <summary>The records that have a value. Most values are of one record alone, such as the ids of requests.</summary>
    private struct Posting
    {
        private ushort _first;
        private List<ushort>? _all;

        /// <summary>Placed when it is met first, so that little is left to do at the end.</summary>
        public int Part { get; private init; }

        /// <summary>Its name within the part, where that is not the value.</summary>
        public ulong Key { get; private init; }

        public readonly bool IsHashed => Part < AuditSegment.Buckets;

        public readonly int Count => _all?.Count ?? 1;

        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        public readonly ReadOnlySpan<ushort> Offsets => _all is null ? new ReadOnlySpan<ushort>(in _first) : CollectionsMarshal.AsSpan(_all);

        public static Posting Of(TermKind kind, ReadOnlySpan<byte> value, ushort offset)
        {
            if (TermKinds.IsFacet(kind)) return new Posting { Part = AuditTerm.PartOf(kind), _first = offset };
            Span<byte> key = stackalloc byte[sizeof(ulong)];
            key.Clear();
            return new Posting { Part = AuditTerm.Hash(kind, value, key[..AuditTerm.HashedKey]), Key = BinaryPrimitives.ReadUInt64LittleEndian(key), _first = offset };
        }

        // A record may say the same twice.
        public void Add(ushort offset)
        {
            if (Offsets[^1] == offset) return;
            (_all ??= [_first]).Add(offset);
        }
    }
}
