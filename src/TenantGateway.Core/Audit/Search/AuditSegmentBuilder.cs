using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TenantGateway.Core.Audit.Search;

/// <summary>Makes a segment of its records, which come in their order. Not thread-safe.</summary>
public sealed class AuditSegmentBuilder(string tenant, long number)
{
    private readonly Dictionary<AuditTerm, Posting> _postings = [];
    private readonly byte[] _times = new byte[AuditSegment.Records * sizeof(long)];
    private (long First, long Last) _span = (long.MaxValue, long.MinValue);

    public void Add(AuditRecord record)
    {
        var (segment, offset) = AuditSegment.PlaceOf(record.Sequence);
        if (record.Tenant != tenant || segment != number) throw new ArgumentException("The record is not one of this segment.", nameof(record));
        var time = record.Time.ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteInt64BigEndian(_times.AsSpan(offset * sizeof(long)), time);
        _span = (Math.Min(_span.First, time), Math.Max(_span.Last, time));
        foreach (var term in record.Terms)
        {
            ref var posting = ref CollectionsMarshal.GetValueRefOrAddDefault(_postings, term, out var isKnown);
            if (!isKnown) posting = new Posting(term.Place(), []);
            posting.Offsets.Add((ushort)offset);
        }
    }

    public AuditSegment Build()
    {
        var parts = new SortedDictionary<int, ArrayBufferWriter<byte>>();
        foreach (var ((part, key), offsets) in _postings.Values)
        {
            if (!parts.TryGetValue(part, out var table)) parts.Add(part, table = new ArrayBufferWriter<byte>());
            PostingTable.Append(table, key, offsets);
        }

        return new AuditSegment
        {
            Tenant = tenant,
            Number = number,
            FirstTime = _span.First,
            LastTime = _span.Last,
            Times = _times,
            Parts = [.. parts.Select(part => KeyValuePair.Create(part.Key, part.Value.WrittenSpan.ToArray()))],
        };
    }

    // Placed when it is met first, so that little is left to do at the end.
    private readonly record struct Posting((int Part, byte[] Key) Place, List<ushort> Offsets);
}
