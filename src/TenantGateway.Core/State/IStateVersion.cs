namespace TenantGateway.Core.State;

/// <summary>Tells cheaply whether the shared state has changed.</summary>
public interface IStateVersion
{
    /// <summary>A number that is another one after every change of tenants, key generations and the gateway's own keys, whoever made it.</summary>
    ValueTask<long> ReadAsync(CancellationToken cancellationToken);
}
