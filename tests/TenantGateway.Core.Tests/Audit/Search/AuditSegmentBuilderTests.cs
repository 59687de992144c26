using System.Buffers.Binary;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Audit.Search;

public sealed class AuditSegmentBuilderTests
{
    private const long Number = 2;
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly AuditSegmentBuilder _builder = new();

    public AuditSegmentBuilderTests() => _builder.Begin("acme", Number);

    [Fact]
    public void Segment_HoldsEachRecordByAllThatItSays()
    {
        byte[][] leaves = [.. Enumerable.Range(0, AuditSegment.Records).Select(offset => Leaf(offset))];
        Assert.All(leaves, leaf => Assert.True(_builder.Add(leaf)));
        var segment = _builder.Build();
        var expected = new Dictionary<AuditTerm, List<int>>();
        for (var offset = 0; offset < leaves.Length; offset++)
        {
            Assert.True(AuditRecord.TryRead(leaves[offset], out var record));
            Assert.Equal(record.Time.ToUnixTimeMilliseconds(), BinaryPrimitives.ReadInt64BigEndian(segment.Times.AsSpan(offset * sizeof(long))));
            foreach (var term in record.Terms)
            {
                if (!expected.TryGetValue(term, out var offsets)) expected.Add(term, offsets = []);
                offsets.Add(offset);
            }
        }

        Assert.True(expected.Count > AuditSegment.Records);
        Assert.All(expected, term => Assert.Equal(term.Value, Find(segment, term.Key)));
        Assert.Equal(expected.Count, segment.Parts.Sum(part => PostingTable.Entries(part.Value).Count()));
        Assert.Equal((Start.ToUnixTimeMilliseconds(), Start.AddSeconds(AuditSegment.Records - 1).ToUnixTimeMilliseconds()), (segment.FirstTime, segment.LastTime));
        Assert.Equal(segment.Parts.Select(part => part.Key).Order(), segment.Parts.Select(part => part.Key));
    }

    [Fact]
    public void WhatIsNoRecord_IsLeftOut()
    {
        Assert.False(_builder.Add("0123456789abcdef0123456789abcdef"u8));
        Assert.False(_builder.Add(Leaf(0).AsSpan()[..^2]));
        Assert.Empty(_builder.Build().Parts);
        Assert.True(_builder.Add(Leaf(5)));
        Assert.Equal([5], Find(_builder.Build(), new AuditTerm(TermKind.Request, "r5")));
    }

    [Fact]
    public void NextSegment_HasNothingOfTheOneBefore()
    {
        for (var offset = 0; offset < AuditSegment.Records; offset++) Assert.True(_builder.Add(Leaf(offset)));
        var before = _builder.Build();
        var times = before.Times.ToArray();
        _builder.Begin("globex", 0);
        Assert.True(_builder.Add(Leaf(3, "globex", 0)));
        var segment = _builder.Build();
        Assert.Equal(("globex", 0L, segment.LastTime), (segment.Tenant, segment.Number, segment.FirstTime));
        Assert.Equal([3], Find(segment, new AuditTerm(TermKind.Request, "r3")));
        Assert.All(segment.Parts.SelectMany(part => PostingTable.Entries(part.Value)), entry => Assert.Equal([3], entry.Records.Offsets));
        Assert.Equal(1, Enumerable.Range(0, AuditSegment.Records).Count(offset => BinaryPrimitives.ReadInt64BigEndian(segment.Times.AsSpan(offset * sizeof(long))) != 0));
        Assert.Equal(times, before.Times);
    }

    [Fact]
    public void WithoutASegment_NothingIsBuilt() => Assert.Throws<InvalidOperationException>(() => new AuditSegmentBuilder().Build());

    [Theory]
    [InlineData("acme", 1)]
    [InlineData("acme", 3)]
    [InlineData("globex", Number)]
    public void RecordOfAnotherSegment_IsRefused(string tenant, long number) => Assert.Throws<ArgumentException>(() => _builder.Add(Leaf(0, tenant, number)));

    private static IEnumerable<int> Find(AuditSegment segment, AuditTerm term)
    {
        var (place, key) = term.Place();
        var found = new SequenceSet();
        PostingTable.Find(segment.Parts.Single(part => part.Key == place).Value, key, found);
        return found.Offsets;
    }

    private static byte[] Leaf(int offset, string tenant = "acme", long number = Number) => AuditLeaf.Encode(
        new AuditEntry
        {
            Event = AuditEvent.DataRevealed, Tenant = TenantId.Parse(tenant), Outcome = offset % 7 == 0 ? "role_missing" : "ok", Actor = new ActorId($"ac_{offset % 50}"), Route = offset % 3 == 0 ? "crm" : "a \"b\" \\ c \u00e9\n", RequestId = $"r{offset}",
            TraceId = $"t{offset / 2}", Subject = offset % 2 == 0 ? "sb_1" : null, Subjects = ["sb_1", "sb_1", $"sb_{offset % 300}"], KeyIds = [offset < 4000 ? "aaaaaa" : "bbbbbb"],
            Disclosures = [new DisclosureCount(FieldClass.Parse("email"), Form.Clear, 2), new DisclosureCount(FieldClass.Parse("email"), Form.Mask, 1), new DisclosureCount(FieldClass.Parse(offset % 5 == 0 ? "name" : "phone"), Form.Clear, 1)],
        },
        new AuditPlace(AuditSegment.SequenceOf(number, offset), null, Start.AddSeconds(offset), null));
}
