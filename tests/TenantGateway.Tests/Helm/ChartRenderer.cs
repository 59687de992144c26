using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Helm;

/// <summary>
/// Renders the chart with the stand-in for helm in <c>tests/helm</c>, which it builds once for all tests. What <see cref="ChartValues"/> lists is rendered by one
/// process at the start; everything else when a test asks for it, once.
/// </summary>
public sealed class ChartRenderer : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tenant-gateway-helm-").FullName;
    private readonly ConcurrentDictionary<string, Task<Outcome>> _outcomes = new();
    private readonly ConcurrentDictionary<string, Manifests> _manifests = new();

    private string Program => Path.Combine(_directory, "helm");

    private string Minimal => Path.Combine(_directory, "minimal.yaml");

    public async Task InitializeAsync()
    {
        if (ChartTools.Missing is not null) return;
        var build = await RunAsync("go", ["build", "-o", Program, "."], "");
        if (build.ExitCode != 0) throw new InvalidOperationException($"tests/helm does not build: {build.Error}");
        await File.WriteAllTextAsync(Minimal, ChartValues.Minimal);
        string[] all = [.. ChartValues.All];
        foreach (var (values, outcome) in all.Zip(await RenderAllAsync(all))) _outcomes[values] = Task.FromResult(outcome);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The objects that the chart renders from these values (YAML) on top of <see cref="ChartValues.Minimal"/>.</summary>
    internal async Task<Manifests> RenderAsync(string values)
    {
        var text = await RenderTextAsync(values);
        return _manifests.GetOrAdd(values, _ => Manifests.Parse(text));
    }

    /// <summary>The same as text.</summary>
    internal async Task<string> RenderTextAsync(string values) => (await TakenAsync(values)).Manifests;

    /// <summary>What helm says to the person who installs the chart with these values.</summary>
    internal async Task<string> RenderNotesAsync(string values) => (await TakenAsync(values)).Notes;

    /// <summary>The message with which the chart refuses these values.</summary>
    internal async Task<string> RefuseAsync(string values)
    {
        var outcome = await OutcomeAsync(values);
        Assert.True(outcome.Error.Length > 0, $"The chart takes these values:\n{values}");
        return outcome.Error;
    }

    private async Task<Outcome> TakenAsync(string values)
    {
        var outcome = await OutcomeAsync(values);
        Assert.True(outcome.Error.Length == 0, outcome.Error);
        return outcome;
    }

    private Task<Outcome> OutcomeAsync(string values) => _outcomes.GetOrAdd(values, async asked => Assert.Single(await RenderAllAsync([asked])));

    private async Task<Outcome[]> RenderAllAsync(string[] values)
    {
        var result = await RunAsync(Program, ["-cases", "-f", Minimal, Chart], JsonSerializer.Serialize(values));
        if (result.ExitCode != 0) throw new InvalidOperationException(result.Error);
        return JsonSerializer.Deserialize<Outcome[]>(result.Output, JsonSerializerOptions.Web) ?? [];
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

    private sealed record Outcome(string Manifests, string Notes, string Error);
}

/// <summary>Shares one <see cref="ChartRenderer"/> among the chart's tests.</summary>
[CollectionDefinition(Name)]
public sealed class ChartTestGroup : ICollectionFixture<ChartRenderer>
{
    public const string Name = "Helm chart";
}
