using System.Diagnostics;

namespace TenantGateway.Telemetry.Traces;

/// <summary>
/// Asks for an activity per request, so that a trace context exists to be passed on (W3C Trace Context); one for what goes out besides would be nobody's to see. Only ids are asked for: no path,
/// query or header becomes an attribute.
/// </summary>
internal sealed class TraceContextListener : IHostedService, IDisposable
{
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name is "Microsoft.AspNetCore",
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ActivitySource.AddActivityListener(_listener);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();
}
