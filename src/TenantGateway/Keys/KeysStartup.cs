using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>Loads the key table and ensures the operator's own audit key before any hosted service starts.</summary>
internal sealed class KeysStartup(IServiceProvider services, ILogger<KeysStartup> logger) : IHostedLifecycleService
{
    /// <exception cref="InvalidOperationException">The stored records do not belong to this key service.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
        var keyRings = services.GetRequiredService<KeyRings>();
        await keyRings.ReloadAsync(cancellationToken);
        if (keyRings.HasPrimary(TenantId.Operator, KeyLine.Audit)) return;
        var first = await services.GetRequiredService<GenerationFactory>().CreateFirstAsync(TenantId.Operator, [KeyLine.Audit], cancellationToken);
        await services.GetRequiredService<IGenerationStore>().AddAsync(first, cancellationToken);
        await keyRings.ReloadAsync(cancellationToken);
        // The store leaves an existing record as it is: one that does not verify is still in the way.
        if (!keyRings.HasPrimary(TenantId.Operator, KeyLine.Audit))
        {
            throw new InvalidOperationException(
                "The operator's audit key in the database does not verify under the signing key of the key service: the two do not belong together, or "
                + "the database was changed. Restore the database and the key directory from the same point in time.");
        }

        Log.OperatorKeyCreated(logger);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
