using System.Diagnostics;
using TenantGateway.Faults.Replicas.World;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Replicas.Servers;

/// <summary>Looks at the health of all replicas for as long as something lasts.</summary>
internal static class DegradedWatch
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <returns>When the last replica said that it is degraded; null where one did not in that time.</returns>
    public static async Task<TimeSpan?> ForAsync(BalancedWorld world, TimeSpan lasts, CancellationToken cancellationToken)
    {
        var times = await Task.WhenAll(world.Replicas.Select(replica => WatchAsync(replica, lasts, cancellationToken)));
        return times.All(time => time <= lasts) ? times.Max() : null;
    }

    private static async Task<TimeSpan?> WatchAsync(GatewayProcess replica, TimeSpan lasts, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        TimeSpan? degraded = null;
        while (clock.Elapsed < lasts)
        {
            if (degraded is null && $"{(await replica.HealthAsync(cancellationToken))["status"]}" == "degraded") degraded = clock.Elapsed;
            await Task.Delay(Pause, cancellationToken);
        }

        return degraded;
    }
}
