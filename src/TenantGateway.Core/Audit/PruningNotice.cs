using System.Globalization;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Audit;

/// <summary>
/// What the record of a pruning says, before anything goes: all records of a tenant from its first to <see cref="Through"/> may be gone. It stands for every earlier
/// notice as well, because <see cref="Root"/> covers them all.
/// </summary>
public sealed record PruningNotice
{
    /// <summary>The tenant's number up to which records may be gone.</summary>
    public required long Through { get; init; }

    /// <summary>The root of a tree (RFC 6962) over the leaf hashes of the tenant's records 1 to <see cref="Through"/>: exactly these.</summary>
    public required MerkleHash Root { get; init; }

    /// <summary>Every one of them is older than this moment, to the millisecond.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The retention by which it is due, in days.</summary>
    public required int Days { get; init; }

    /// <summary>ES256 (r||s) over the encoding of notices: whoever can only write the database authorises nothing.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>For people.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"1 to {Through}, older than {Until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, by a retention of {Days} days");
}
