using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>
/// One generation of a key line as it is stored: the wrapped key and everything that must not be changed unnoticed. Anyone with the public
/// half of a key-encryption key can wrap, so a record counts only while <see cref="Signature"/> verifies under the key service's signing key.
/// </summary>
public sealed record GenerationRecord
{
    public required TenantId Tenant { get; init; }

    public required KeyId KeyId { get; init; }

    public required KeyLine Line { get; init; }

    /// <summary>Counts from 1 within the tenant and line.</summary>
    public required int Number { get; init; }

    public required GenerationState State { get; init; }

    /// <summary>Rises with every change of the record; an older one is refused.</summary>
    public required long Epoch { get; init; }

    /// <summary>The key-encryption key and its version, as the key service names them.</summary>
    public required string KekId { get; init; }

    /// <summary>The 64-byte generation key, wrapped; empty once the generation is destroyed.</summary>
    public required ReadOnlyMemory<byte> WrappedKey { get; init; }

    /// <summary>When the key was made, to the millisecond; null for records that were written before this was kept.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Since when the generation has its state, to the millisecond; null for records that were written before this was kept.</summary>
    public DateTimeOffset? StateSince { get; init; }

    /// <summary>Somebody else may hold the key: a mark that is never taken back.</summary>
    public bool IsCompromised { get; init; }

    /// <summary>ES256 (r||s, 64 bytes) over <c>GenerationRecordEncoding</c>.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }
}

/// <summary>What the keys of a line are for. The numbers are part of signed records.</summary>
public enum KeyLine
{
    /// <summary>Randomised tokens and handles; rotated at will.</summary>
    Data = 1,

    /// <summary>Searchable tokens; rotated rarely.</summary>
    Lookup = 2,

    /// <summary>Pseudonyms and sealed details of the audit trail; not rotated, dies with the last record of a tenant that has ended and not before.</summary>
    Audit = 3,
}

/// <summary>The life of a generation; <see cref="GenerationLife"/> has its edges. The numbers are part of signed records.</summary>
public enum GenerationState
{
    /// <summary>Known and read everywhere before anybody writes with it.</summary>
    Pending = 1,

    /// <summary>The one that is written with.</summary>
    Primary = 2,

    /// <summary>Of the lookup line only: no longer written with, still searched by.</summary>
    Searchable = 3,

    /// <summary>Only read.</summary>
    Readable = 4,

    /// <summary>Not read, until it is enabled again.</summary>
    Disabled = 5,

    /// <summary>Nobody holds the key any more, not even wrapped. The record stays, to say so.</summary>
    Destroyed = 6,
}
