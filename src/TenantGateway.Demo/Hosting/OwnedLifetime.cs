namespace TenantGateway.Demo.Hosting;

/// <summary>
/// Leaves signals to whoever started the server: with several servers in one process each would otherwise stop by itself on Ctrl+C,
/// in no order.
/// </summary>
internal sealed class OwnedLifetime : IHostLifetime
{
    /// <summary>How long one server may take to let its requests end: several stop one after another.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
