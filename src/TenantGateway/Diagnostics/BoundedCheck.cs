using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Diagnostics;

/// <summary>
/// One health check, so that it can neither hold up a probe nor fail it: what does not answer within <see cref="Bound"/>, or throws, is degraded. One that
/// hangs is not asked again before it answers, so that probes do not pile up behind it.
/// </summary>
/// <remarks>One evaluation at a time.</remarks>
internal sealed class BoundedCheck(Func<IServiceProvider, IHealthCheck> create, TimeProvider time)
{
    /// <summary>Half of what probes of HAProxy and of Kubernetes wait by default: a balancer must not take a dependency that hangs for a process that does.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(500);

    private static readonly HealthCheckResult Silent = HealthCheckResult.Degraded("The check does not answer.");
    private static readonly HealthCheckResult Failed = HealthCheckResult.Degraded("The check failed.");

    private Task<HealthCheckResult>? _running;

    public IHealthCheck Create(IServiceProvider services) => new Asking(this, services);

    private async Task<HealthCheckResult> AskAsync(IServiceProvider services, HealthCheckContext context, CancellationToken cancellationToken)
    {
        if (_running is { IsCompleted: false }) return Silent;
        try
        {
            _running = Task.Run(() => CheckAsync(services, context), CancellationToken.None);
            return WithoutException(await _running.WaitAsync(Bound, time, cancellationToken));
        }
        catch (Exception silent) when (silent is TimeoutException or OperationCanceledException)
        {
            return Silent;
        }
        catch (Exception)
        {
            // Its message may name paths and addresses: neither the answer nor the log may hold it.
            return Failed;
        }
    }

    // Who cancels waits for the callbacks of what is cancelled, and a driver may ask its server in one: only the check itself may wait for that.
    private async Task<HealthCheckResult> CheckAsync(IServiceProvider services, HealthCheckContext context)
    {
        using var deadline = new CancellationTokenSource(Bound, time);
        return await create(services).CheckHealthAsync(context, deadline.Token);
    }

    private static HealthCheckResult WithoutException(HealthCheckResult result) =>
        new(result.Status, result.Description == result.Exception?.Message ? null : result.Description, exception: null, result.Data);

    private sealed class Asking(BoundedCheck check, IServiceProvider services) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            check.AskAsync(services, context, cancellationToken);
    }
}
