using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TenantGateway.Core.Audit.Search;

/// <summary>Makes a segment of its records, which come in their order. Not thread-safe.</summary>
public sealed class AuditSegmentBuilder(string tenant, long number)
{
    private readonly Dictionary<AuditTerm, List<ushort>> _offsets = [];
    private readonly byte[] _times = new byte[AuditSegment.Records * sizeof(long)];
    private (long First, long Last) _span = (long.MaxValue, long.MinValue);

    public void Add(AuditRecord record)
    {
        var (segment, offset) = AuditSegment.PlaceOf(record.Sequence);
        if (record.Tenant != tenant || segment != number) throw new ArgumentException("The record is not one of this segment.", nameof(record));
        var time = record.Time.ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteInt64BigEndian(_times.AsSpan(offset * sizeof(long)), time);
        _span = (Math.Min(_span.First, time), Math.Max(_span.Last, time));
        foreach (var term in record.Terms) (CollectionsMarshal.GetValueRefOrAddDefault(_offsets, term, out _) ??= []).Add((ushort)offset);
    }

    public AuditSegment Build()
    {
        var parts = new SortedDictionary<int, ArrayBufferWriter<byte>>();
        foreach (var (term, offsets) in _offsets)
        {
            var (part, key) = term.Place();
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
}
