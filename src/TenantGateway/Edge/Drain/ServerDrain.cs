using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace TenantGateway.Edge.Drain;

/// <summary>
/// Stops the server before anything else, however the process comes to its end: nothing new is accepted, what is under way has until the deadline, and the
/// rest is aborted. All that requests need, the audit trail above all, is stopped after it and has time of its own.
/// </summary>
internal sealed class ServerDrain(IServiceProvider services, DrainState drain, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>What the audit trail and the others may take after the server.</summary>
    public static readonly TimeSpan TimeOfOthers = TimeSpan.FromSeconds(10);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        drain.Begin();
        // Resolved late: hosted services are constructed before options are validated, and the first bad option would hide the others.
        var seconds = services.GetRequiredService<IOptions<DrainOptions>>().Value.DeadlineSeconds;
        var logger = services.GetRequiredService<ILogger<ServerDrain>>();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        await services.GetRequiredService<IServer>().StopAsync(end.Token);
        if (deadline.IsCancellationRequested) Log.Aborted(logger, seconds);
        else Log.Drained(logger);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
