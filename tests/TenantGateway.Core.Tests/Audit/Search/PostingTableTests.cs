using System.Buffers;
using TenantGateway.Core.Audit.Search;

namespace TenantGateway.Core.Tests.Audit.Search;

public sealed class PostingTableTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(AuditSegment.Records)]
    public void Table_GivesEachKeyItsRecords(int count)
    {
        ushort[] some = [.. Enumerable.Range(0, count).Select(i => (ushort)(i * (AuditSegment.Records / count)))];
        var table = new ArrayBufferWriter<byte>();
        PostingTable.Append(table, "before"u8, [4095]);
        PostingTable.Append(table, "some"u8, some);
        PostingTable.Append(table, ""u8, [0, 7]);

        Assert.Equal([4095], Find(table, "before"));
        Assert.Equal(some.Select(offset => (int)offset), Find(table, "some"));
        Assert.Equal([0, 7], Find(table, ""));
        Assert.Empty(Find(table, "som"));
        Assert.Equal([1, count, 2], PostingTable.Entries(table.WrittenMemory).Select(entry => entry.Records.Count));
    }

    [Fact]
    public void Sets_AreIntersectedUnitedAndCounted()
    {
        var (even, third) = (SetOf(0, 2, 4, 6, 64, 4094), SetOf(0, 3, 6, 64));
        Assert.Equal(3, even.CountWith(third));
        even.IntersectWith(third);
        Assert.Equal([0, 6, 64], even.Offsets);
        even.UnionWith(SetOf(4095));
        Assert.Equal([0, 6, 64, 4095], even.Offsets);
        Assert.False(even.IsEmpty);
        even.IntersectWith(SetOf(1));
        Assert.True(even.IsEmpty);
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(4096, 0, 4095)]
    [InlineData(4097, 1, 0)]
    public void Sequence_HasOnePlace(long sequence, long number, int offset)
    {
        Assert.Equal((number, offset), AuditSegment.PlaceOf(sequence));
        Assert.Equal(sequence, AuditSegment.SequenceOf(number, offset));
    }

    private static IEnumerable<int> Find(ArrayBufferWriter<byte> table, string key)
    {
        var found = new SequenceSet();
        PostingTable.Find(table.WrittenSpan, System.Text.Encoding.UTF8.GetBytes(key), found);
        return found.Offsets;
    }

    private static SequenceSet SetOf(params int[] offsets)
    {
        var set = new SequenceSet();
        foreach (var offset in offsets) set.Add(offset);
        return set;
    }
}
