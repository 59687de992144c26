using System.ComponentModel;
using System.Diagnostics;
using TenantGateway.Tests.Architecture;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.World;

/// <summary>HAProxy with the configuration that a document shows.</summary>
internal sealed class Haproxy : IAsyncDisposable
{
    private const string Fence = "```haproxy\n";
    private const string Callers = "frontend callers\n";

    // Which server an answer is from.
    private static readonly (string, string) SaysWho = (Callers, Callers + "    http-after-response set-header X-Served-By %s\n");

    private readonly TemporaryDirectory _directory;
    private readonly ChildProgram _program;

    private Haproxy(TemporaryDirectory directory, ChildProgram program) => (_directory, _program) = (directory, program);

    /// <summary>Why there is none here, or null where there is.</summary>
    public static string? Missing { get; } = Find();

    /// <param name="document">The name of a file in docs that shows a configuration.</param>
    /// <param name="port">One on which it listens.</param>
    /// <param name="changes">What is shown, and what stands there instead; all of it must be there.</param>
    public static async Task<Haproxy> StartAsync(string document, int port, params (string Shown, string Here)[] changes)
    {
        var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "haproxy.cfg");
        await File.WriteAllTextAsync(file, changes.Prepend(SaysWho).Aggregate(Shown(document), Change));
        var program = ChildProgram.Start(["haproxy", "-db", "-q", "-f", file]);
        await Eventually.IsTrueAsync(() => program.HasExited || !DemoProcess.IsFree(port), "HAProxy listens");
        Assert.False(program.HasExited, program.Error);
        return new Haproxy(directory, program);
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _directory.Dispose();
    }

    private static string Change(string configuration, (string Shown, string Here) change)
    {
        Assert.Contains(change.Shown, configuration, StringComparison.Ordinal);
        return configuration.Replace(change.Shown, change.Here, StringComparison.Ordinal);
    }

    private static string Shown(string document)
    {
        var text = File.ReadAllText(SourceTree.PathOf("docs", document));
        var start = text.IndexOf(Fence, StringComparison.Ordinal) + Fence.Length;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }

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
