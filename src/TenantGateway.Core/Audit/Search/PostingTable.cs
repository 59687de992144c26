using System.Buffers;
using System.Buffers.Binary;

namespace TenantGateway.Core.Audit.Search;

/// <summary>
/// Which records of a segment have which keys, as bytes: entry after entry, each two bytes of length and the key, two bytes of count, and the places: two bytes
/// each, or one bit a record where that is shorter. Numbers are big-endian. Made by the gateway for itself: whatever is not so is a fault.
/// </summary>
public static class PostingTable
{
    private const int Most = SequenceSet.Size / sizeof(ushort);

    /// <summary>The length of an entry.</summary>
    /// <param name="key">How many bytes the key has.</param>
    /// <param name="offsets">How many places.</param>
    public static int LengthOf(int key, int offsets) => (2 * sizeof(ushort)) + key + (offsets >= Most ? SequenceSet.Size : offsets * sizeof(ushort));

    /// <param name="destination">Where the entry is put, at the front.</param>
    /// <param name="key">Once in a table.</param>
    /// <param name="offsets">Ascending, at least one.</param>
    /// <returns>What of the destination is left.</returns>
    public static Span<byte> Write(Span<byte> destination, ReadOnlySpan<byte> key, ReadOnlySpan<ushort> offsets)
    {
        destination = Write(destination, key.Length);
        key.CopyTo(destination);
        destination = Write(destination[key.Length..], offsets.Length);
        if (offsets.Length >= Most)
        {
            var set = new SequenceSet();
            foreach (var offset in offsets) set.Add(offset);
            set.CopyTo(destination[..SequenceSet.Size]);
            return destination[SequenceSet.Size..];
        }

        foreach (var offset in offsets) destination = Write(destination, offset);
        return destination;
    }

    /// <inheritdoc cref="Write(Span{byte}, ReadOnlySpan{byte}, ReadOnlySpan{ushort})"/>
    public static void Append(IBufferWriter<byte> destination, ReadOnlySpan<byte> key, ReadOnlySpan<ushort> offsets)
    {
        var length = LengthOf(key.Length, offsets.Length);
        Write(destination.GetSpan(length), key, offsets);
        destination.Advance(length);
    }

    /// <summary>Adds the records of a key to a set.</summary>
    public static void Find(ReadOnlySpan<byte> table, ReadOnlySpan<byte> key, SequenceSet found)
    {
        while (!table.IsEmpty)
        {
            var isSought = Next(ref table, out var count).SequenceEqual(key);
            var places = Places(ref table, count);
            if (!isSought) continue;
            Add(places, count, found);
            return;
        }
    }

    /// <summary>Every key with its records.</summary>
    public static IEnumerable<(byte[] Key, SequenceSet Records)> Entries(ReadOnlyMemory<byte> table)
    {
        while (!table.IsEmpty)
        {
            var rest = table.Span;
            var key = Next(ref rest, out var count).ToArray();
            var records = new SequenceSet();
            Add(Places(ref rest, count), count, records);
            table = table[^rest.Length..];
            yield return (key, records);
        }
    }

    /// <summary>The table without the records before a place, and without the keys that have no others.</summary>
    public static byte[] From(ReadOnlyMemory<byte> table, int offset)
    {
        var left = new ArrayBufferWriter<byte>();
        foreach (var (key, records) in Entries(table))
        {
            records.RemoveBefore(offset);
            if (!records.IsEmpty) Append(left, key, [.. records.Offsets.Select(place => (ushort)place)]);
        }

        return left.WrittenSpan.ToArray();
    }

    private static void Add(ReadOnlySpan<byte> places, int count, SequenceSet records)
    {
        if (count >= Most) records.UnionWith(places);
        else for (var i = 0; i < count; i++) records.Add(BinaryPrimitives.ReadUInt16BigEndian(places[(i * sizeof(ushort))..]));
    }

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> table, out int count)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(table);
        var key = table.Slice(sizeof(ushort), length);
        count = BinaryPrimitives.ReadUInt16BigEndian(table[(sizeof(ushort) + length)..]);
        table = table[((2 * sizeof(ushort)) + length)..];
        return key;
    }

    private static ReadOnlySpan<byte> Places(ref ReadOnlySpan<byte> table, int count)
    {
        var length = count >= Most ? SequenceSet.Size : count * sizeof(ushort);
        var places = table[..length];
        table = table[length..];
        return places;
    }

    private static Span<byte> Write(Span<byte> destination, int number)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, checked((ushort)number));
        return destination[sizeof(ushort)..];
    }
}
