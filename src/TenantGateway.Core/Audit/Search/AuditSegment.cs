using System.Buffers.Binary;

namespace TenantGateway.Core.Audit.Search;

/// <summary>
/// The index of 4096 records of one tenant that follow each other: never changed once it is made. Whatever is sought, one part of each segment answers it, so the cost of a
/// search depends on how many records there are and not on how many are found.
/// </summary>
public sealed record AuditSegment
{
    /// <summary>How many records a segment holds; fewer only where their bytes were gone before they were indexed.</summary>
    public const int Records = 4096;

    /// <summary>How many parts hold what is found by a hash.</summary>
    public const int Buckets = 256;

    public required string Tenant { get; init; }

    /// <summary>From 0: its records are those after <c>Number * 4096</c>.</summary>
    public required long Number { get; init; }

    /// <summary>The earliest of its times, in milliseconds since 1970.</summary>
    public required long FirstTime { get; init; }

    /// <summary>The latest.</summary>
    public required long LastTime { get; init; }

    /// <summary>The time of each record, as eight bytes big-endian; 0 where there is no record.</summary>
    public required byte[] Times { get; init; }

    /// <summary>Its posting tables (<see cref="PostingTable"/>) by part.</summary>
    public required IReadOnlyList<KeyValuePair<int, byte[]>> Parts { get; init; }

    /// <summary>The segment that holds a record, and the place in it.</summary>
    public static (long Number, int Offset) PlaceOf(long sequence) => ((sequence - 1) / Records, (int)((sequence - 1) % Records));

    public static long SequenceOf(long number, int offset) => (number * Records) + offset + 1;

    /// <summary>The segment without the records before a place, of which at least one is left.</summary>
    public AuditSegment From(int offset)
    {
        var times = Times.ToArray();
        times.AsSpan(0, offset * sizeof(long)).Clear();
        var first = Enumerable.Range(offset, Records - offset).Select(place => BinaryPrimitives.ReadInt64BigEndian(times.AsSpan(place * sizeof(long)))).Where(time => time != 0).Min();
        return this with { FirstTime = first, Times = times, Parts = [.. Parts.Select(part => KeyValuePair.Create(part.Key, PostingTable.From(part.Value, offset)))] };
    }

    /// <summary>Takes out of a set what is not within a span of time.</summary>
    public static void Restrict(SequenceSet records, ReadOnlySpan<byte> times, long from, long to)
    {
        var within = new SequenceSet();
        foreach (var offset in records.Offsets)
        {
            var time = BinaryPrimitives.ReadInt64BigEndian(times[(offset * sizeof(long))..]);
            if (time >= from && time < to) within.Add(offset);
        }

        records.IntersectWith(within);
    }
}
