using TenantGateway.Core.Keys;

namespace TenantGateway.Tests.Termination;

/// <summary>A key service that does not answer one call, as if the process had been killed right before it; the next such call is answered.</summary>
internal sealed class TroubledKeks(IKekLifecycle inner) : IKekLifecycle
{
    /// <summary>The call, such as <c>delete kek-acme</c>; null for none.</summary>
    public string? FailsAt { get; set; }

    public ValueTask<string> CreateAsync(string name, CancellationToken cancellationToken) => At($"create {name}", () => inner.CreateAsync(name, cancellationToken));

    public ValueTask<string> RotateAsync(string name, CancellationToken cancellationToken) => inner.RotateAsync(name, cancellationToken);

    public ValueTask<IReadOnlyList<KekVersion>> ListVersionsAsync(string name, CancellationToken cancellationToken) => inner.ListVersionsAsync(name, cancellationToken);

    public ValueTask SetEnabledAsync(string kekId, bool enabled, CancellationToken cancellationToken) => inner.SetEnabledAsync(kekId, enabled, cancellationToken);

    public ValueTask<DeletedKek> DeleteAsync(string name, CancellationToken cancellationToken) => At($"delete {name}", () => inner.DeleteAsync(name, cancellationToken));

    public ValueTask<DeletedKek?> FindDeletedAsync(string name, CancellationToken cancellationToken) => inner.FindDeletedAsync(name, cancellationToken);

    public ValueTask RecoverAsync(string name, CancellationToken cancellationToken) => inner.RecoverAsync(name, cancellationToken);

    public async ValueTask PurgeAsync(string name, CancellationToken cancellationToken)
    {
        Pass($"purge {name}");
        await inner.PurgeAsync(name, cancellationToken);
    }

    private T At<T>(string call, Func<T> go)
    {
        Pass(call);
        return go();
    }

    private void Pass(string call)
    {
        if (FailsAt != call) return;
        FailsAt = null;
        throw new KeyServiceException(KeyServiceFailure.Unavailable, $"It ends before {call}.");
    }
}
