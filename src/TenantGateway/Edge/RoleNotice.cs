using TenantGateway.Core.Access;

namespace TenantGateway.Edge;

/// <summary>Says in the log what the process is, and which listeners are configured that it has no use for.</summary>
internal sealed class RoleNotice(GatewayRole role, IConfiguration configuration, ILogger<RoleNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Log.Starting(logger, role.Name);
        foreach (var (setting, _, _) in new ListenOptions { DataHttp2 = "" }.All().Where(listener => !role.Has(listener.Plane) && configuration[listener.Setting] is not null)) Log.ListenerNotUsed(logger, setting, role.Name);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
