using System.Diagnostics;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge.Limits;

/// <summary>A program that attacks a server while a test looks on. It ends with the test at the latest.</summary>
internal sealed class LoadTool : IDisposable
{
    private readonly Process _process;

    public LoadTool(string command, string arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{command} does not start.");
        // Read and dropped: a full pipe would stop it.
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool IsRunning => !_process.HasExited;

    /// <summary>Why a test that needs a program cannot run here, or null where it can.</summary>
    public static string? Missing(string command, string package) =>
        Commands.IsOnPath(command) ? null : $"needs {package}; tests/run --install installs it";

    public void Dispose()
    {
        if (IsRunning) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}

/// <summary>A test with slow callers; skipped by name where the program is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlowCallersTheoryAttribute : TheoryAttribute
{
    public SlowCallersTheoryAttribute() => Skip = LoadTool.Missing("slowhttptest", "slowhttptest");
}

/// <summary>A test with a flood in HTTP/2; skipped by name where the program is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FloodFactAttribute : FactAttribute
{
    public FloodFactAttribute() => Skip = LoadTool.Missing("h2load", "nghttp2-client");
}
