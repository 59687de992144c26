namespace TenantGateway.Core.Keys;

/// <summary>
/// A key of the gateway itself as it is stored, such as the one that signs assertions for services. It counts only while
/// <see cref="Signature"/> verifies under the key service's signing key.
/// </summary>
public sealed record ServiceKeyRecord
{
    /// <summary>The <c>kid</c> under which the public half is published.</summary>
    public required string KeyId { get; init; }

    /// <summary>What the key is for; a key of one purpose is never used for another.</summary>
    public required string Purpose { get; init; }

    /// <summary>The key-encryption key and its version, as the key service names them.</summary>
    public required string KekId { get; init; }

    /// <summary>The private half, wrapped.</summary>
    public required ReadOnlyMemory<byte> WrappedKey { get; init; }

    /// <summary>The public half as SubjectPublicKeyInfo (DER).</summary>
    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>ES256 (r||s, 64 bytes) over <c>ServiceKeyRecordEncoding</c>.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }
}
