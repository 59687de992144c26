using System.Security.Cryptography;

namespace TenantGateway.Keys;

/// <summary>When key-encryption keys are probed: within the interval, never after it, and each at a time of its own.</summary>
internal static class ProbeTimes
{
    private const int Steps = 1000;

    /// <summary>How often it is looked whose time has come.</summary>
    internal static TimeSpan Tick(KeysOptions options) => TimeSpan.FromSeconds(Math.Min(1, options.ProbeSeconds / 10.0));

    /// <summary>The longest time from one probe to the next, less the time until it is noticed.</summary>
    internal static TimeSpan Interval(KeysOptions options) => TimeSpan.FromSeconds(options.ProbeSeconds) - Tick(options);

    /// <summary>What is shut is looked at more often, so that its tenant does not wait long once it is mended.</summary>
    internal static TimeSpan IntervalWhileShut(KeysOptions options) => Interval(options) / 3;

    /// <summary>The timestamp of a time from now that is shorter than the interval by up to <paramref name="spread"/> of it.</summary>
    internal static long After(TimeProvider time, TimeSpan interval, double spread)
    {
        var share = 1 - (spread * RandomNumberGenerator.GetInt32(Steps) / Steps);
        return time.GetTimestamp() + (long)(interval.TotalSeconds * share * time.TimestampFrequency);
    }
}
