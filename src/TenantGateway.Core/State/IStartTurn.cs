namespace TenantGateway.Core.State;

/// <summary>Lets one process of the deployment after another do at its start what is done once for all of them, wherever they run.</summary>
public interface IStartTurn
{
    /// <summary>Waits for the turn; it ends with what is returned, or with the process.</summary>
    ValueTask<IAsyncDisposable> TakeAsync(CancellationToken cancellationToken);
}
