namespace TenantGateway.Core.Keys;

/// <summary>
/// Holds key-encryption keys and the signing key, and never gives them out: a local file-backed service, or a Key Vault.
/// Failures are <see cref="KeyServiceException"/>, never answers.
/// </summary>
public interface IKeyEncryptionService
{
    /// <summary>
    /// Wraps under that version. Proves nothing about it: a Key Vault wraps with the public half, also where the key is disabled. What counts is
    /// whether it unwraps.
    /// </summary>
    /// <param name="kekId">As <see cref="IKekLifecycle"/> named it.</param>
    /// <param name="key">At most 190 bytes: what RSA-2048 takes with OAEP and SHA-256.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<byte[]> WrapAsync(string kekId, ReadOnlyMemory<byte> key, CancellationToken cancellationToken);

    /// <summary>Unwraps into the caller's (pinned) memory. Denied where the version is disabled, its key deleted or gone.</summary>
    /// <returns>The number of bytes written.</returns>
    ValueTask<int> UnwrapAsync(string kekId, ReadOnlyMemory<byte> wrappedKey, Memory<byte> destination, CancellationToken cancellationToken);

    /// <summary>Signs a SHA-256 digest with the deployment's signing key (ES256).</summary>
    /// <returns>r||s, 64 bytes.</returns>
    ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken);

    /// <summary>The public half of the signing key as SubjectPublicKeyInfo (DER).</summary>
    ValueTask<byte[]> GetSigningKeyAsync(CancellationToken cancellationToken);
}
