using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

/// <summary>Fills the directory before the listeners open; where the store cannot be read, the gateway does not start.</summary>
internal sealed class TenantDirectoryLoader(ITenantDirectory directory, PlacementReport places) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await directory.ReloadAsync(cancellationToken);
        places.LookAgain();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
