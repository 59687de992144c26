using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.State;

namespace TenantGateway.Keys;

/// <summary>Loads the key table before any hosted service starts, and has the first keys made where this process makes keys.</summary>
internal sealed class KeysStartup(IServiceProvider services, GatewayRole role) : IHostedLifecycleService
{
    /// <exception cref="InvalidOperationException">The stored records do not belong to this key service.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
        var keyRings = services.GetRequiredService<KeyRings>();
        if (role.MakesKeys)
        {
            // Two that start at once on an empty key service would each make a signing key, and no record that one signs would count for the other.
            await using var turn = await services.GetRequiredService<IStartTurn>().TakeAsync(cancellationToken);
            await keyRings.ReloadAsync(cancellationToken);
            await services.GetRequiredService<FirstKeys>().EnsureAsync(cancellationToken);
            return;
        }

        try
        {
            await keyRings.ReloadAsync(cancellationToken);
        }
        catch (KeyServiceException waits) when (waits.Failure == KeyServiceFailure.Unavailable)
        {
            // The process starts unready, and goes on to look.
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
