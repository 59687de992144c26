using TenantGateway.Storage.Databases;
using TenantGateway.Storage.Tombstones;

namespace TenantGateway.Storage;

/// <summary>
/// Opens the database before any hosted service starts: one that is missing, unreadable or too new stops the start, and so do tombstones that are not its own.
/// </summary>
internal sealed class StorageStartup(IServiceProvider services) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
        await services.GetRequiredService<Database>().EnsureOpenAsync(cancellationToken);
        await services.GetRequiredService<TombstoneCheck>().RunAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
