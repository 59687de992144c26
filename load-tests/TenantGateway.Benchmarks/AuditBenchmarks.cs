using System.Buffers;
using BenchmarkDotNet.Attributes;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Benchmarks;

/// <summary>What a record of a reveal costs by itself: five classes, one person, sealed details. Bound: 1.5 us for the hash of a leaf.</summary>
[MemoryDiagnoser]
public class AuditBenchmarks
{
    internal static readonly AuditEntry Entry = new()
    {
        Event = AuditEvent.DataRevealed,
        Tenant = TenantId.Parse("acme-corporation"),
        Outcome = AuditOutcomes.Ok,
        Actor = new ActorId("ac_abcdefghijklmnopqrstuvwxyz"),
        Evidence = "mfa",
        Route = "crm",
        PolicyName = "contacts",
        PolicyVersion = "0123456789abcdef0123456789abcdef",
        RequestId = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
        Subjects = ["sb_abcdefghijklmnopqrstuvwxyz"],
        KeyIds = ["abc234"],
        Disclosures = [.. ((string[])["email", "name", "phone", "address", "employment"]).Select(name => new DisclosureCount(FieldClass.Parse(name), Form.Clear, 1))],
        Details = new AuditDetails(null, "203.0.113.77") { UserAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", ActorName = "auth0|65f1c0ffee1234567890abcd" },
    };

    private const int Batch = 256;

    private readonly AuditLeafEncoder _encoder = new();
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly GenerationKey _key = new(Entry.Tenant, KeyId.FromBits(1), KeyLine.Audit, new byte[GenerationKey.KeySize]);
    private readonly AuditPlace _place = new(123_456, MerkleHash.Empty, DateTimeOffset.UnixEpoch, AuditLeaf.HashOf([]));
    private byte[] _leaf = [];

    [GlobalSetup]
    public void SetUp() => _leaf = AuditLeaf.Encode(Entry, _place);

    [Benchmark]
    public int EncodeLeaf() => _encoder.Encode(Entry, _place).Length;

    [Benchmark]
    public MerkleHash HashLeaf() => MerkleHash.OfLeaf(_leaf);

    [Benchmark]
    public byte[] SealDetails() => AuditDetailsSeal.Seal(_key, Entry.Details!, out _);

    /// <summary>The person's pseudonym, made when a value becomes visible.</summary>
    [Benchmark]
    public SubjectId NameSubject() => _key.SubjectOf("email"u8, "grace.hopper@example.com"u8);

    /// <summary>All that the writer does for a record but storing it: encoding, both hashes, framing; a record of a batch.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public int PlaceRecord()
    {
        var batch = new AuditBatchBuilder(new MerkleFrontier(), _buffer);
        for (var i = 0; i < Batch; i++) batch.Add("acme-corporation", i + 1, _encoder.Encode(Entry, _place), []);
        return batch.Build(DateTimeOffset.UnixEpoch, [], []).Batch.Count;
    }
}
