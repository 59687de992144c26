using System.ComponentModel;
using System.Diagnostics;

namespace TenantGateway.Tests.World;

/// <summary>A test behind HAProxy; skipped by name where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HaproxyFactAttribute : FactAttribute
{
    private static readonly string? Objection = Find();

    public HaproxyFactAttribute() => Skip = Objection;

    private static string? Find()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("haproxy", "-v") { RedirectStandardOutput = true });
            return process is not null && process.WaitForExit(TimeSpan.FromSeconds(10)) && process.ExitCode == 0 ? null : "haproxy does not run";
        }
        catch (Win32Exception)
        {
            return "needs haproxy; tests/run --install installs it";
        }
    }
}
