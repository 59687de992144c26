using System.Buffers;
using System.Globalization;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Benchmarks;

/// <summary>Records of one tenant as traffic makes them: reveals of people's data by 500 actors, one in seven a denial, a second apart.</summary>
internal sealed class SyntheticPlacement(AuditLeafEncoder encoder, string tenant, long before, int count) : IAuditPlacement
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Classes = ["email", "name", "phone", "address", "employment"];

    public long? KnownSize => null;

    public long? DoubtfulIndex => null;

    public IReadOnlyCollection<string> Tenants(bool hasMoved) => [tenant];

    public AuditAppendix? Place(AuditGround ground)
    {
        if (!MerkleFrontier.TryDecode(ground.Frontier.Span, out var frontier)) throw new InvalidDataException("The edge of the tree cannot be read.");
        var batch = new AuditBatchBuilder(frontier, new ArrayBufferWriter<byte>());
        for (var sequence = before + 1; sequence <= before + count; sequence++) batch.Add(tenant, sequence, Encode(encoder, tenant, sequence), []);
        return batch.Build(Start, [], []);
    }

    /// <summary>The framed leaves of a batch, which go into a segment as well.</summary>
    internal static byte[] Leaves(AuditLeafEncoder encoder, string tenant, long first, int count, AuditSegmentBuilder segment)
    {
        var frames = new ArrayBufferWriter<byte>(count * 700);
        for (var sequence = first; sequence < first + count; sequence++)
        {
            var leaf = Encode(encoder, tenant, sequence);
            AuditFrames.Append(frames, leaf);
            segment.Add(leaf);
        }

        return frames.WrittenSpan.ToArray();
    }

    private static ReadOnlySpan<byte> Encode(AuditLeafEncoder encoder, string tenant, long sequence) =>
        encoder.Encode(EntryOf(tenant, sequence), new AuditPlace(sequence, sequence == 1 ? null : MerkleHash.Empty, Start.AddSeconds(sequence), null));

    private static AuditEntry EntryOf(string tenant, long i)
    {
        // Spread as chance would, and the same at every run.
        var spread = (ulong)i * 0x9E3779B97F4A7C15UL;
        var denied = i % 7 == 0;
        return new AuditEntry
        {
            Event = denied ? AuditEvent.AccessDenied : AuditEvent.DataRevealed,
            Tenant = TenantId.Parse(tenant),
            Outcome = denied ? Reasons.RoleMissing.Code : AuditOutcomes.Ok,
            Actor = new ActorId(string.Create(CultureInfo.InvariantCulture, $"ac_{(spread >> 40) % 500:d6}")),
            ActorType = "person",
            Evidence = "mfa",
            Route = (spread >> 20) % 4 == 0 ? "billing" : "crm",
            PolicyName = "contacts",
            PolicyVersion = "0123456789abcdef0123456789abcdef",
            RequestId = string.Create(CultureInfo.InvariantCulture, $"4bf92f3577b34da6a3ce929d{i:d8}"),
            TraceId = string.Create(CultureInfo.InvariantCulture, $"{spread:x16}{i:x16}"),
            Subjects = denied ? [] : [string.Create(CultureInfo.InvariantCulture, $"sb_{(spread >> 24) % 1_000_000:d26}")],
            KeyIds = denied ? [] : [i % 3 == 0 ? "abc234" : "def567"],
            Disclosures = denied ? [] : [.. Classes.Take(1 + (int)((spread >> 30) % 5)).Select(name => new DisclosureCount(FieldClass.Parse(name), Form.Clear, 1))],
        };
    }
}
