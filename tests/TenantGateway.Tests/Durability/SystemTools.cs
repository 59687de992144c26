using System.ComponentModel;
using System.Diagnostics;

namespace TenantGateway.Tests.Durability;

/// <summary>What these tests need of the machine.</summary>
internal static class SystemTools
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Why system calls cannot be traced here, or null where they can.</summary>
    public static string? NoTracing { get; } = Objection("strace", "-f -o /dev/null true", "needs strace and the right to trace; tests/run --install installs it");

    /// <summary>Why no file system can be mounted here, or null where one can: tried in a mount namespace that ends with the trial.</summary>
    public static string? NoMounting { get; } = Objection("unshare", "--mount mount -t tmpfs -o size=1m tmpfs /mnt", "needs the right to mount a file system");

    private static string? Objection(string command, string arguments, string needs)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true });
            return process is not null && process.WaitForExit(Patience) && process.ExitCode == 0 ? null : needs;
        }
        catch (Win32Exception)
        {
            return needs;
        }
    }
}

/// <summary>A test that traces system calls; skipped by name where that is impossible.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TraceFactAttribute : FactAttribute
{
    public TraceFactAttribute() => Skip = SystemTools.NoTracing;
}

/// <summary>A test that mounts a file system; skipped by name where that is impossible.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TmpfsFactAttribute : FactAttribute
{
    public TmpfsFactAttribute() => Skip = SystemTools.NoMounting;
}
