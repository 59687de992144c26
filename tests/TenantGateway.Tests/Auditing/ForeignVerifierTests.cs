using System.Diagnostics;
using System.IO.Compression;
using TenantGateway.Core.Audit.Exports;
using TenantGateway.Core.Audit.Verification;
using TenantGateway.Tests.Architecture;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Auditing;

/// <summary>Exports are verified by code that nobody here wrote: <c>sumdb/note</c> and <c>sumdb/tlog</c> of Go, through the program in <c>tests/notes</c>.</summary>
public sealed class ForeignVerifierTests : IDisposable
{
    private const string GoPath = "/usr/share/gocode";

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [NotesFact]
    public async Task Export_VerifiesWithGosTransparencyLog()
    {
        var folder = await ExportAsync();
        Assert.Equal((0, "3 checkpoints, 100 proofs"), await VerifyAsync(folder));

        // The verifier does not just nod.
        var proof = Path.Combine(folder, ExportManifest.ProofName(7));
        var text = await File.ReadAllTextAsync(proof);
        await File.WriteAllTextAsync(proof, text.Replace("\nindex 12\n", "\nindex 13\n", StringComparison.Ordinal));
        Assert.Equal(1, (await VerifyAsync(folder)).Exit);
        await File.WriteAllTextAsync(proof, text);
        var leaves = Path.Combine(folder, ExportManifest.LeavesFile);
        await File.WriteAllTextAsync(leaves, (await File.ReadAllTextAsync(leaves)).Replace("\"subject\":\"entry 42\"", "\"subject\":\"entry 43\"", StringComparison.Ordinal));
        Assert.Equal(1, (await VerifyAsync(folder)).Exit);
    }

    private async Task<string> ExportAsync()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await using var host = await SignedLog.StartAsync(_directory, time);
        for (var i = 0; i < 100; i++)
        {
            if (i == 50) time.Advance(TimeSpan.FromHours(1));
            await host.CommitAsync("acme", $"entry {i}");
            await host.CommitAsync("globex", "entry");
            if (i is 20 or 60) await host.SignAsync();
        }

        var (export, _) = await host.ExportAsync(_directory, new AuditExportRequest("acme", null, null));
        var folder = _directory["unpacked"];
        await ZipFile.ExtractToDirectoryAsync(export, folder);
        return folder;
    }

    private async Task<(int Exit, string Output)> VerifyAsync(string folder)
    {
        var program = _directory["notes"];
        if (!File.Exists(program)) Assert.Equal(0, (await RunAsync("go", "build", "-o", program, ".")).Exit);
        return await RunAsync(program, _directory["signing-key.pem"], folder);
    }

    private static async Task<(int Exit, string Output)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = SourceTree.PathOf("tests", "notes"), RedirectStandardOutput = true };
        start.Environment["GO111MODULE"] = "off";
        start.Environment["GOPATH"] = GoPath;
        start.Environment["GOFLAGS"] = "";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output.Trim());
    }

    /// <summary>A test that needs Go and its transparency log; skipped by name where they are not there.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class NotesFactAttribute : FactAttribute
    {
        public NotesFactAttribute() => Skip =
            !Directory.Exists(Path.Combine(GoPath, "src/golang.org/x/mod/sumdb/tlog")) ? "needs golang-golang-x-mod-dev; tests/run --install installs it"
            : Commands.IsOnPath("go") ? null
            : "needs golang-go; tests/run --install installs it";
    }
}
