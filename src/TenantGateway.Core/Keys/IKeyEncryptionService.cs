namespace TenantGateway.Core.Keys;

/// <summary>
/// Holds key-encryption keys and the signing key, and never gives them out: a local file-backed service, or a Key Vault.
/// Failures are <see cref="KeyServiceException"/>, never answers.
/// </summary>
public interface IKeyEncryptionService
{
    /// <summary>Creates the key-encryption key of that name, or returns the current version of the existing one.</summary>
    /// <param name="name">1 to 64 characters of <c>[a-z0-9-]</c>.</param>
    /// <returns>The id of the key and its version, to be kept beside what it wraps.</returns>
    ValueTask<string> CreateKekAsync(string name, CancellationToken cancellationToken);

    ValueTask<byte[]> WrapAsync(string kekId, ReadOnlyMemory<byte> key, CancellationToken cancellationToken);

    /// <summary>Unwraps into the caller's (pinned) memory.</summary>
    /// <returns>The number of bytes written.</returns>
    ValueTask<int> UnwrapAsync(string kekId, ReadOnlyMemory<byte> wrappedKey, Memory<byte> destination, CancellationToken cancellationToken);

    /// <summary>Signs a SHA-256 digest with the deployment's signing key (ES256).</summary>
    /// <returns>r||s, 64 bytes.</returns>
    ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken);

    /// <summary>The public half of the signing key as SubjectPublicKeyInfo (DER).</summary>
    ValueTask<byte[]> GetSigningKeyAsync(CancellationToken cancellationToken);
}
