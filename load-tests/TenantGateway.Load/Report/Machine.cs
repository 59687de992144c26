using System.Globalization;
using TenantGateway.Load.Processes;

namespace TenantGateway.Load.Report;

/// <summary>On what a run was made.</summary>
internal sealed record Machine
{
    public required string Commit { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Runtime { get; init; }

    /// <summary>Processes that wanted a core when the run began, over the last minute: what else ran on the machine.</summary>
    public required double LoadBefore { get; init; }

    /// <summary>Which memory the kernel gives out in pages of 2 MB: always, madvise (what asks for it, which .NET does not), never; unknown where it does not say.</summary>
    public required string HugePages { get; init; }

    public string ProxyCores { get; init; } = Cores.OfProxies;

    public string OtherCores { get; init; } = Cores.OfTheRest;

    public static Machine Read() => new()
    {
        Commit = Environment.GetEnvironmentVariable("LOAD_COMMIT") ?? "unknown",
        Kind = string.Create(CultureInfo.InvariantCulture, $"{Processor()}, {CoresOfAll()} cores, {MemoryInGigabytes()} GB"),
        At = TimeProvider.System.GetUtcNow(),
        Runtime = $".NET {Environment.Version}",
        HugePages = HugePagesOf("/sys/kernel/mm/transparent_hugepage/enabled"),
        LoadBefore = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture),
    };

    // Whichever stands in brackets: always [madvise] never.
    private static string HugePagesOf(string file) => File.Exists(file) ? File.ReadAllText(file).Split('[', ']') is [_, var chosen, ..] ? chosen : "unknown" : "unknown";

    private static string Processor() => File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[1] ?? "unknown processor";

    private static int CoresOfAll() => File.ReadLines("/proc/cpuinfo").Count(line => line.StartsWith("processor", StringComparison.Ordinal));

    private static long MemoryInGigabytes() =>
        (long)Math.Round(long.Parse(File.ReadLines("/proc/meminfo").First()["MemTotal:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024.0 / 1024.0);
}
