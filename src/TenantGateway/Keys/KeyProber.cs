using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys;

/// <summary>
/// Probes every version of a key-encryption key in use by an unwrap, never a wrap: a disabled key still wraps. One probe a version and interval, however
/// many generations it wraps; and ends the use of keys whose grace is over.
/// </summary>
internal sealed class KeyProber(
    KekStates states, KeyServiceCalls calls, KekWatch watch, KeyMetrics metrics, KeyServiceState state, IOptions<KeysOptions> options, TimeProvider time, ILogger<KeyProber> logger)
{
    // Probes come up to a fifth of the interval early, so that they do not fall into step.
    private const double Jitter = 0.2;

    private readonly ConcurrentDictionary<KekState, Task> _underWay = new();

    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(ProbeTimes.Tick(options.Value), time);
            while (await timer.WaitForNextTickAsync(stoppingToken)) Walk(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not a fault: the process leaves.
        }

        await Task.WhenAll(_underWay.Values);
    }

    private void Walk(CancellationToken stopping)
    {
        var now = time.GetTimestamp();
        foreach (var kek in states.All)
        {
            try
            {
                watch.EndGrace(kek);
                if (kek.Shut is not null) kek.ProbeBy(ProbeTimes.After(time, ProbeTimes.IntervalWhileShut(options.Value), Jitter));
                if (kek.TryBeginProbe(now)) _underWay[kek] = Task.Run(() => ProbeAsync(kek, stopping), CancellationToken.None);
            }
            catch (Exception fault)
            {
                // Whatever it is: the keys of the others must be looked at all the same.
                Log.ProbeFailed(logger, kek.KekId, kek.Tenant, fault.GetType().Name);
            }
        }
    }

    private async Task ProbeAsync(KekState kek, CancellationToken stopping)
    {
        try
        {
            if (states.Table.WrappedBy(kek.Tenant, kek.KekId) is [var record, ..]) await ProbeAsync(kek, record, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process leaves; the answer would change nothing.
        }
        catch (Exception fault)
        {
            // It says nothing of the key, and a key of which nothing is said is not used for ever.
            Log.ProbeFailed(logger, kek.KekId, kek.Tenant, fault.GetType().Name);
            watch.Failed(kek, KeyServiceFailure.Unavailable);
        }
        finally
        {
            kek.ProbeAt(ProbeTimes.After(time, kek.Shut is null ? ProbeTimes.Interval(options.Value) : ProbeTimes.IntervalWhileShut(options.Value), Jitter));
            _underWay.TryRemove(kek, out _);
        }
    }

    private async Task ProbeAsync(KekState kek, GenerationRecord record, CancellationToken stopping)
    {
        var (started, turn) = (time.GetTimestamp(), kek.Turn);
        try
        {
            await calls.ProbeAsync(record, stopping);
            metrics.Probed("ok");
            if (watch.Succeeded(kek, started, turn)) state.Succeeded();
        }
        catch (KeyServiceException failure)
        {
            metrics.Probed(KeyMetrics.NameOf(failure.Failure));
            if (failure.Failure == KeyServiceFailure.Invalid) Log.Damaged(logger, record.KeyId, record.Tenant);
            watch.Failed(kek, failure.Failure);
        }
    }
}
