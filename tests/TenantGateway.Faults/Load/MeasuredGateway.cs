using System.Diagnostics;
using System.Globalization;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Load;

/// <summary>A gateway as a process of its own, with what Linux says of it.</summary>
internal sealed class MeasuredGateway : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ChildProgram _program;

    private MeasuredGateway(ChildProgram program, Uri data, Uri operations) => (_program, DataAddress, Data, Operations) = (program, data, LoopbackClient.Create(data), LoopbackClient.Create(operations));

    public Uri DataAddress { get; }

    public HttpClient Data { get; }

    /// <summary>Health and metrics, and the admin plane where the process has it.</summary>
    public HttpClient Operations { get; }

    /// <summary>From the start of the process until it is ready.</summary>
    public TimeSpan Started { get; private init; }

    /// <summary>Resident memory in MB: now, and the most there was.</summary>
    public (long Now, long Most) Memory => (Kilobytes("VmRSS:") / 1024, Kilobytes("VmHWM:") / 1024);

    /// <summary>Of both kinds since the start, in steps of 10 ms.</summary>
    public TimeSpan Cpu => ProcessFigures.CpuOf(_program.Id);

    public int ProcessId => _program.Id;

    /// <summary>From now on the most memory counts that there is from now on.</summary>
    public void ForgetMostMemory() => File.WriteAllText($"/proc/{_program.Id}/clear_refs", "5"); // proc(5)

    /// <param name="settings">Of the process.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <param name="build">The directory of another build of it; null for the one that was built with this.</param>
    /// <param name="under">A command that runs it, such as one that binds it to a core.</param>
    public static async Task<MeasuredGateway> StartAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken, string? build = null, params string[] under)
    {
        var operationsListener = settings.GetValueOrDefault("Gateway:Role") == "proxy" ? "Gateway:Listen:Probes" : "Gateway:Listen:Admin";
        var (data, operations) = (new Uri($"{settings["Gateway:Listen:Data"]}/"), new Uri($"{settings[operationsListener]}/"));
        var began = Stopwatch.GetTimestamp();
        var program = ChildProgram.Start(
            [.. under, .. ChildProgram.Dotnet("TenantGateway", build)],
            [("ASPNETCORE_ENVIRONMENT", "Development"), .. settings.Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value))]);
        using var client = LoopbackClient.Create(operations);
        while (!await IsReadyAsync(client, cancellationToken))
        {
            if (program.HasExited) throw new InvalidOperationException($"The gateway does not start: {program.Error}");
            await Task.Delay(Pause, cancellationToken);
        }

        return new MeasuredGateway(program, data, operations) { Started = Stopwatch.GetElapsedTime(began) };
    }

    public async ValueTask DisposeAsync()
    {
        Data.Dispose();
        Operations.Dispose();
        await _program.DisposeAsync();
    }

    private long Kilobytes(string name) => long.Parse(
        File.ReadLines($"/proc/{_program.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);

    private static async Task<bool> IsReadyAsync(HttpClient operations, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await operations.GetAsync("healthz/ready", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
