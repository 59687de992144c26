namespace TenantGateway.Core.State;

/// <summary>Brings what this process holds up to date with the shared state. For whoever learns of a change: a timer, or a notice from elsewhere.</summary>
public interface IStateRefresh
{
    /// <summary>
    /// Reads everything again if it has changed since the last time, one caller at a time; keys before tenants, because a tenant takes traffic as soon as
    /// it is known.
    /// </summary>
    /// <returns>False where that failed: what was known stays, and the next call tries again.</returns>
    ValueTask<bool> RefreshAsync(CancellationToken cancellationToken);
}
