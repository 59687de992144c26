using System.Diagnostics;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Helm;

/// <summary>Renders the chart with the stand-in for helm in <c>tests/helm</c>, which it builds once for all tests.</summary>
public sealed class ChartRenderer : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tenant-gateway-helm-").FullName;

    private string Program => Path.Combine(_directory, "helm");

    private string Minimal => Path.Combine(_directory, "minimal.yaml");

    public async Task InitializeAsync()
    {
        if (ChartTools.Missing is not null) return;
        var build = await RunAsync("go", ["build", "-o", Program, "."], "");
        if (build.ExitCode != 0) throw new InvalidOperationException($"tests/helm does not build: {build.Error}");
        await File.WriteAllTextAsync(Minimal, ChartValues.Minimal);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The objects that the chart renders from these values (YAML) on top of <see cref="ChartValues.Minimal"/>.</summary>
    internal async Task<Manifests> RenderAsync(string values)
    {
        var result = await RunAsync(Program, ["-f", Minimal, "-f", "-", Chart], values);
        Assert.True(result.ExitCode == 0, result.Error);
        return Manifests.Parse(result.Output);
    }

    /// <summary>What helm says to the person who installs the chart with these values.</summary>
    internal async Task<string> RenderNotesAsync(string values)
    {
        var result = await RunAsync(Program, ["-notes", "-f", Minimal, "-f", "-", Chart], values);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }

    /// <summary>The message with which the chart refuses these values.</summary>
    internal async Task<string> RefuseAsync(string values)
    {
        var result = await RunAsync(Program, ["-f", Minimal, "-f", "-", Chart], values);
        Assert.True(result.ExitCode == 1, $"The chart takes these values:\n{values}");
        return result.Error;
    }

    private static string Chart => SourceTree.PathOf("helm", "tenant-gateway");

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = SourceTree.PathOf("tests", "helm"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GO111MODULE"] = "off";
        start.Environment["GOPATH"] = ChartTools.GoPath;
        start.Environment["GOFLAGS"] = "";

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}

/// <summary>Shares one <see cref="ChartRenderer"/> among the chart's tests.</summary>
[CollectionDefinition(Name)]
public sealed class ChartTestGroup : ICollectionFixture<ChartRenderer>
{
    public const string Name = "Helm chart";
}
