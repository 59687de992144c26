using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace TenantGateway.Tests.World;

/// <summary>A program of the solution, or any other, as a process of its own. It is ended by its own id, and at the latest with the test.</summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    private static readonly TimeSpan ExitDeadline = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _error = new();

    private ChildProgram(Process process) => _process = process;

    public int Id => _process.Id;

    public string Output => string.Join('\n', _output);

    public string Error => string.Join('\n', _error);

    public bool HasExited => _process.HasExited;

    /// <summary>The command and first arguments that run an assembly.</summary>
    /// <param name="assembly">Its name.</param>
    /// <param name="directory">Where it lies; null for what was built with the tests.</param>
    public static string[] Dotnet(string assembly, string? directory = null) =>
        [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet", Path.Combine(directory ?? AppContext.BaseDirectory, assembly + ".dll")];

    public static ChildProgram Start(IEnumerable<string> command, params (string Name, string? Value)[] environment) => StartIn(Path.GetTempPath(), command, environment);

    /// <summary>The same in a directory of the caller's.</summary>
    public static ChildProgram StartIn(string directory, IEnumerable<string> command, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory };
        foreach (var argument in command)
        {
            if (start.FileName.Length == 0) start.FileName = argument;
            else start.ArgumentList.Add(argument);
        }

        // What surrounds the tests says nothing about the program.
        foreach (var name in (string[])["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_URLS", "TENANTGATEWAY_CONFIG"]) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var child = new ChildProgram(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => Keep(child._output, line.Data);
        child._process.ErrorDataReceived += (_, line) => Keep(child._error, line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>SIGKILL: nothing of the program's own runs after it.</summary>
    public void Kill() => _process.Kill();

    /// <param name="signal"><c>-TERM</c>, as a service manager or an orchestrator ends a program, or <c>-INT</c>, as Ctrl+C does.</param>
    public Task SignalAsync(string signal) => SignalAsync(signal, Id);

    /// <summary>Signals a program that this one started.</summary>
    public static async Task SignalAsync(string signal, int id)
    {
        using var kill = Process.Start("kill", [signal, id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end and the rest of its output.</summary>
    public Task<int> ExitAsync() => ExitAsync(ExitDeadline);

    /// <inheritdoc cref="ExitAsync()"/>
    public async Task<int> ExitAsync(TimeSpan deadline)
    {
        await _process.WaitForExitAsync().WaitAsync(deadline);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }
}
