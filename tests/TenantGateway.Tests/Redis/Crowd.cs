using System.Diagnostics;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Redis;

/// <summary>Counts what several processes let pass together, and holds it against the limit over every span of time there was.</summary>
internal sealed class Crowd(double perSecond, int burst, params SharingProcess[] processes)
{
    private const double Tolerance = 1.05;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<(double Seconds, long Accepted)> _samples = [(0, 0)];

    private long Accepted => processes.Sum(process => process.Accepted);

    public async Task WatchAsync(TimeSpan span)
    {
        var end = _clock.Elapsed + span;
        while (_clock.Elapsed < end)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
            Sample();
        }
    }

    /// <summary>Watches until something is so.</summary>
    public Task WatchUntilAsync(Func<bool> condition, string what) => Eventually.IsTrueAsync(
        () =>
        {
            Sample();
            return condition();
        },
        what);

    /// <summary>How many a second passed since then.</summary>
    public double RateSince(int sample) => (_samples[^1].Accepted - _samples[sample].Accepted) / (_samples[^1].Seconds - _samples[sample].Seconds);

    public int Mark()
    {
        Sample();
        return _samples.Count - 1;
    }

    public void AssertNeverMoreThanTheLimit()
    {
        for (var from = 0; from < _samples.Count; from++)
        {
            for (var to = from + 1; to < _samples.Count; to++)
            {
                var (seconds, passed) = (_samples[to].Seconds - _samples[from].Seconds, _samples[to].Accepted - _samples[from].Accepted);
                Assert.True(passed <= burst + (Tolerance * perSecond * seconds) + 1, $"{passed} passed in {seconds:F2} s from {_samples[from].Seconds:F2} s on.");
            }
        }
    }

    // The time after the count: what passes in between is on the safe side only so for the later of two.
    private void Sample()
    {
        var before = _clock.Elapsed.TotalSeconds;
        var accepted = Accepted;
        _samples.Add(((before + _clock.Elapsed.TotalSeconds) / 2, accepted));
    }
}
