using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Audit;

/// <summary>Says what to append once the end of the log is held. Asked anew for every attempt.</summary>
public interface IAuditPlacement
{
    /// <summary>The size of the log as the writer left it; null where it does not know.</summary>
    long? KnownSize { get; }

    /// <summary>Whether the log is as the writer left it.</summary>
    bool Knows(AuditHead head) => KnownSize == head.Size;

    /// <summary>The index at which a batch was to be appended of which it is not known whether it was; null where there is none.</summary>
    long? DoubtfulIndex { get; }

    /// <summary>The tenants whose last records must be known.</summary>
    /// <param name="hasMoved">True where the log is not as the writer left it: then it knows none.</param>
    IReadOnlyCollection<string> Tenants(bool hasMoved);

    /// <summary>Gives the waiting entries their places.</summary>
    /// <returns>What to append; null for nothing.</returns>
    AuditAppendix? Place(AuditGround ground);

    /// <summary>Gives them the places after the end that the writer knows, without its being held: whether the log still ends there shows when they are appended.</summary>
    /// <returns>What to append; null where the writer does not know enough, or the end has to be held for it.</returns>
    AuditAppendix? PlaceAtKnownEnd() => null;
}

/// <summary>The end of the log, held.</summary>
public sealed record AuditGround
{
    public required long Size { get; init; }

    public required ReadOnlyMemory<byte> Frontier { get; init; }

    /// <summary>The last records of the tenants that were asked for, where they have any.</summary>
    public required IReadOnlyDictionary<string, AuditTail> Tails { get; init; }

    /// <summary>The batch at <see cref="IAuditPlacement.DoubtfulIndex"/>, if there is one.</summary>
    public AuditBatch? Doubtful { get; init; }
}

/// <param name="Sequence">The number of a tenant's last record.</param>
/// <param name="Hash">Its leaf hash: the next one carries it.</param>
public readonly record struct AuditTail(long Sequence, MerkleHash Hash);

/// <summary>A batch with all that is stored with it.</summary>
public sealed record AuditAppendix
{
    public required AuditBatch Batch { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>For each tenant that has records in the batch, one.</summary>
    public required IReadOnlyList<AuditPortion> Portions { get; init; }

    /// <summary>Nodes of the tree that are complete with this batch.</summary>
    public required IReadOnlyList<MerkleNode> Nodes { get; init; }

    /// <summary>The right edge of the tree without this batch: the log has to end with it, and not only be as long.</summary>
    public required ReadOnlyMemory<byte> FrontierBefore { get; init; }

    /// <summary>The right edge of the tree with this batch.</summary>
    public required ReadOnlyMemory<byte> Frontier { get; init; }

    /// <summary>Intents whose outcome is to come.</summary>
    public IReadOnlyList<OpenIntent> Opened { get; init; } = [];

    /// <summary>The keys of intents whose outcome this batch may hold.</summary>
    public IReadOnlyList<string> Closed { get; init; } = [];
}

/// <param name="Tenant">Whose records.</param>
/// <param name="FirstSequence">The number of the first of them; the others follow without a gap.</param>
/// <param name="Offsets">Where in the batch they lie, two bytes big-endian each.</param>
/// <param name="Tail">The last of them.</param>
/// <param name="Details">Their sealed details, framed; an empty frame where a record has none. Null where none has any.</param>
public sealed record AuditPortion(string Tenant, long FirstSequence, byte[] Offsets, AuditTail Tail, byte[]? Details);
