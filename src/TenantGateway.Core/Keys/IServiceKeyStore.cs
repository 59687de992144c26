namespace TenantGateway.Core.Keys;

/// <summary>The durable keys of the gateway itself.</summary>
public interface IServiceKeyStore
{
    /// <summary>The keys of one purpose, the oldest first.</summary>
    ValueTask<IReadOnlyList<ServiceKeyRecord>> ListAsync(string purpose, CancellationToken cancellationToken);

    /// <summary>Adds a key, durable when it returns. An existing key id is left as it is.</summary>
    ValueTask AddAsync(ServiceKeyRecord key, CancellationToken cancellationToken);
}
