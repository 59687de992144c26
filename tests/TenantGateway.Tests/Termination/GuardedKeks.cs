using TenantGateway.Core.Keys;

namespace TenantGateway.Tests.Termination;

/// <summary>A key service with purge protection, as a Key Vault may have it: what is deleted can be recovered until its time is over, and nobody ends it before.</summary>
internal sealed class GuardedKeks(IKekLifecycle inner) : IKekLifecycle
{
    public ValueTask<string> CreateAsync(string name, CancellationToken cancellationToken) => inner.CreateAsync(name, cancellationToken);

    public ValueTask<string> RotateAsync(string name, CancellationToken cancellationToken) => inner.RotateAsync(name, cancellationToken);

    public ValueTask<IReadOnlyList<KekVersion>> ListVersionsAsync(string name, CancellationToken cancellationToken) => inner.ListVersionsAsync(name, cancellationToken);

    public ValueTask SetEnabledAsync(string kekId, bool enabled, CancellationToken cancellationToken) => inner.SetEnabledAsync(kekId, enabled, cancellationToken);

    public ValueTask<DeletedKek> DeleteAsync(string name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);

    public ValueTask<DeletedKek?> FindDeletedAsync(string name, CancellationToken cancellationToken) => inner.FindDeletedAsync(name, cancellationToken);

    public ValueTask RecoverAsync(string name, CancellationToken cancellationToken) => inner.RecoverAsync(name, cancellationToken);

    public ValueTask PurgeAsync(string name, CancellationToken cancellationToken) => throw new KeyServiceException(KeyServiceFailure.Denied, "Purge protection is on.");
}
