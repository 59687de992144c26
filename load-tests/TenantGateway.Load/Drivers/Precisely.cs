using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TenantGateway.Load.Drivers;

/// <summary>Waits without using the processor and wakes within about 60 us; what .NET waits by rounds up to milliseconds.</summary>
internal static partial class Precisely
{
    /// <summary>Returns at once if the moment has passed.</summary>
    /// <param name="moment">As <see cref="Stopwatch.GetTimestamp"/> tells time.</param>
    public static void WaitUntil(long moment)
    {
        while (moment - Stopwatch.GetTimestamp() is > 0 and var early)
        {
            var wait = new TimeSpec { Nanoseconds = (nint)Math.Min(early * (1_000_000_000 / Stopwatch.Frequency), 999_999_999) };
            _ = Sleep(in wait, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Sleep(in TimeSpec wait, nint remaining);

    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
