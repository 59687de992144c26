namespace TenantGateway.Core.Keys;

/// <summary>
/// What only the admin role may do with the deployment's own key-encryption keys: a local file-backed service, or a Key Vault. A process that
/// serves traffic needs none of these rights. Failures are <see cref="KeyServiceException"/>, never answers.
/// </summary>
/// <remarks>Names are 1 to 64 characters of <c>[a-z0-9-]</c>. A name that was deleted stays taken until it is purged.</remarks>
public interface IKekLifecycle
{
    /// <summary>Creates the key of that name, or returns the current version of the existing one.</summary>
    /// <returns>The id of the key and its version, to be kept beside what it wraps.</returns>
    ValueTask<string> CreateAsync(string name, CancellationToken cancellationToken);

    /// <summary>Adds a version to an existing key; older versions still unwrap.</summary>
    /// <returns>The id of the new version.</returns>
    ValueTask<string> RotateAsync(string name, CancellationToken cancellationToken);

    /// <summary>All versions, the oldest first; none where there is no such key.</summary>
    ValueTask<IReadOnlyList<KekVersion>> ListVersionsAsync(string name, CancellationToken cancellationToken);

    /// <summary>Enables or disables one version. A disabled version refuses to unwrap.</summary>
    ValueTask SetEnabledAsync(string kekId, bool enabled, CancellationToken cancellationToken);

    /// <summary>Deletes all versions, recoverably where the service has it so: none unwraps. Deleting what is deleted changes nothing.</summary>
    ValueTask<DeletedKek> DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>What is left of a deleted key; null where the name is in use, was never used, or is purged.</summary>
    ValueTask<DeletedKek?> FindDeletedAsync(string name, CancellationToken cancellationToken);

    /// <summary>Takes a deletion back. A key that is in use is left as it is; one that is gone is denied.</summary>
    ValueTask RecoverAsync(string name, CancellationToken cancellationToken);

    /// <summary>Ends a deleted key for good. One that is already gone is left as it is; one that is in use is refused as denied.</summary>
    ValueTask PurgeAsync(string name, CancellationToken cancellationToken);
}

/// <summary>One version of a key-encryption key.</summary>
/// <param name="KekId">As kept beside what it wraps.</param>
public sealed record KekVersion(string KekId, bool Enabled, DateTimeOffset CreatedAt);

/// <summary>A deleted key-encryption key that could still be recovered.</summary>
/// <param name="DeletedAt">When it was deleted.</param>
/// <param name="PurgedAt">When the service will end it by itself; null where nothing but a purge does.</param>
public sealed record DeletedKek(string Name, DateTimeOffset DeletedAt, DateTimeOffset? PurgedAt);
