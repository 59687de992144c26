using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>
/// Where a tenant's own admin says that the tenant's key-encryption key is to lie. It counts only while <see cref="Signature"/> verifies under the key service's signing
/// key, and only until it expires: the operator cannot say it in the tenant's place, nor can whoever writes the database.
/// </summary>
public sealed record VaultDeclaration
{
    public required TenantId Tenant { get; init; }

    /// <summary><c>https://HOST</c>: one exact host.</summary>
    public required string Vault { get; init; }

    /// <summary>The name of the key in it.</summary>
    public required string Key { get; init; }

    /// <summary>The Entra directory of the vault (a GUID in lower case): the only one in which the gateway asks for tokens for it.</summary>
    public required string Directory { get; init; }

    /// <summary>The tenant's admin, by the pseudonym under the tenant's audit key.</summary>
    public required ActorId DeclaredBy { get; init; }

    /// <summary>To the millisecond, as the time after it.</summary>
    public required DateTimeOffset DeclaredAt { get; init; }

    /// <summary>From then on it says nothing any more.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>ES256 (r||s, 64 bytes) over <c>VaultDeclarationEncoding</c>.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }
}
