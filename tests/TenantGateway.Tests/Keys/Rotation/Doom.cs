using TenantGateway.Core.Keys;

namespace TenantGateway.Tests.Keys.Rotation;

/// <summary>Ends a process at its n-th step into store or key service, before the step or after it: from then on nothing of it has any effect.</summary>
internal sealed class Doom(int stepsToLive)
{
    private int _left = stepsToLive;

    public bool HasStruck => Volatile.Read(ref _left) < 0;

    /// <summary>Every step is two chances: not to have been made, and to have been made without anybody being told.</summary>
    public async ValueTask<T> StepAsync<T>(Func<ValueTask<T>> step)
    {
        Strike();
        var result = await step();
        Strike();
        return result;
    }

    private void Strike()
    {
        if (Interlocked.Decrement(ref _left) < 0) throw new KilledException();
    }
}

/// <summary>The process is gone.</summary>
internal sealed class KilledException : Exception;

internal sealed class DoomedStore(IGenerationStore inner, Doom doom) : IGenerationStore
{
    public ValueTask<IReadOnlyList<GenerationRecord>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public ValueTask AddAsync(IReadOnlyList<GenerationRecord> generations, CancellationToken cancellationToken) => inner.AddAsync(generations, cancellationToken);

    public ValueTask<bool> TryChangeAsync(IReadOnlyList<GenerationRecord> changed, CancellationToken cancellationToken) => doom.StepAsync(() => inner.TryChangeAsync(changed, cancellationToken));
}

internal sealed class DoomedKeyService(IKeyEncryptionService inner, Doom doom) : IKeyEncryptionService
{
    public ValueTask<byte[]> WrapAsync(string kekId, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => doom.StepAsync(() => inner.WrapAsync(kekId, key, cancellationToken));

    public ValueTask<int> UnwrapAsync(string kekId, ReadOnlyMemory<byte> wrappedKey, Memory<byte> destination, CancellationToken cancellationToken) =>
        inner.UnwrapAsync(kekId, wrappedKey, destination, cancellationToken);

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) => doom.StepAsync(() => inner.SignAsync(digest, cancellationToken));

    public ValueTask<byte[]> GetSigningKeyAsync(CancellationToken cancellationToken) => inner.GetSigningKeyAsync(cancellationToken);
}

internal sealed class DoomedKeks(IKekLifecycle inner, Doom doom) : IKekLifecycle
{
    public ValueTask<string> RotateAsync(string name, CancellationToken cancellationToken) => doom.StepAsync(() => inner.RotateAsync(name, cancellationToken));

    public ValueTask<string> CreateAsync(string name, CancellationToken cancellationToken) => inner.CreateAsync(name, cancellationToken);

    public ValueTask<IReadOnlyList<KekVersion>> ListVersionsAsync(string name, CancellationToken cancellationToken) => inner.ListVersionsAsync(name, cancellationToken);

    public ValueTask SetEnabledAsync(string kekId, bool enabled, CancellationToken cancellationToken) => inner.SetEnabledAsync(kekId, enabled, cancellationToken);

    public ValueTask<DeletedKek> DeleteAsync(string name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);

    public ValueTask<DeletedKek?> FindDeletedAsync(string name, CancellationToken cancellationToken) => inner.FindDeletedAsync(name, cancellationToken);

    public ValueTask RecoverAsync(string name, CancellationToken cancellationToken) => inner.RecoverAsync(name, cancellationToken);

    public ValueTask PurgeAsync(string name, CancellationToken cancellationToken) => inner.PurgeAsync(name, cancellationToken);
}
