namespace TenantGateway.Core.State;

/// <summary>Holds a part of the shared state in memory, such as the tenants, and can read it again.</summary>
public interface IStateReader
{
    /// <summary>Reads that part again. Where that fails, what was known stays, and it throws.</summary>
    ValueTask ReloadAsync(CancellationToken cancellationToken);
}
