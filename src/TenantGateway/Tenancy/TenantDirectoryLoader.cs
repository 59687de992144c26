using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

/// <summary>Fills the directory before the listeners open; where the store cannot be read, the gateway does not start.</summary>
internal sealed class TenantDirectoryLoader(ITenantDirectory directory) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => directory.ReloadAsync(cancellationToken).AsTask();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
