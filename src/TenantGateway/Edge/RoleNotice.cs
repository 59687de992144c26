using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;

namespace TenantGateway.Edge;

/// <summary>Says in the log what the process is, and which listeners somebody has configured that it does not open.</summary>
internal sealed class RoleNotice(GatewayRole role, IServiceProvider services, IConfiguration configuration, ILogger<RoleNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Log.Starting(logger, role.Name);
        // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
        foreach (var listener in services.GetRequiredService<IOptions<ListenOptions>>().Value.All())
        {
            if (!role.Has(listener.Plane) && configuration[listener.Setting] is not null) Log.ListenerNotUsed(logger, listener.Setting, role.Name);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
