using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace TenantGateway.Edge.Drain;

/// <summary>
/// Makes a signal the beginning of a drain: the process is not ready from that moment, serves on for a while so that everybody can notice, and is then
/// stopped. A second signal has its usual effect, which is the end at once; nothing that was acknowledged is lost by it.
/// </summary>
internal sealed class SignalLifetime(
    DrainState drain, IOptions<DrainOptions> options, IHostApplicationLifetime application, IHostEnvironment environment, TimeProvider time, ILogger<SignalLifetime> logger)
    : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private Task _leaving = Task.CompletedTask;
    private int _signals;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT]) _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _leaving.WaitAsync(cancellationToken);

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        if (Interlocked.Increment(ref _signals) > 1) return;
        signal.Cancel = true;
        drain.Begin();
        _leaving = LeaveAsync(WaitAfter(signal.Signal));
    }

    private async Task LeaveAsync(TimeSpan wait)
    {
        Log.Draining(logger, wait.TotalSeconds);
        try
        {
            await Task.Delay(wait, time, application.ApplicationStopping);
        }
        catch (OperationCanceledException)
        {
            // Something else stops the process already.
        }

        application.StopApplication();
    }

    private TimeSpan WaitAfter(PosixSignal signal)
    {
        // Nobody has been sent here yet, or the one who works on it pressed Ctrl+C.
        var isAlone = !application.ApplicationStarted.IsCancellationRequested || (signal == PosixSignal.SIGINT && environment.IsDevelopment());
        return isAlone ? TimeSpan.Zero : TimeSpan.FromSeconds(options.Value.WaitSeconds);
    }
}
