using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace TenantGateway.Benchmarks;

/// <summary>
/// The guard of the primitives: each beside what it cost when <c>load-tests/baselines.json</c> was written. Bytes have to be the same, on any machine; time may be several times as long, which a busy
/// machine or a slow one takes, and no more, which is what losing an instruction set or a shortcut costs.
/// </summary>
internal static class Baselines
{
    public const string Verb = "baselines";

    private const string Write = "--write";
    private const double MostSlower = 4;

    private static readonly Type[] Suites = [typeof(AesSivBenchmarks), typeof(Ff1Benchmarks), typeof(LeaseBenchmarks), typeof(QuotaBenchmarks), typeof(ScanSpliceBenchmarks), typeof(TokenBenchmarks)];

    /// <summary>Prints a row for each and a last line "N kept, N broken"; with <c>--write</c> it writes the file anew from what it sees.</summary>
    /// <returns>0 where all were kept.</returns>
    public static int Run(string[] arguments)
    {
        var before = JsonSerializer.Deserialize<SortedDictionary<string, Baseline>>(File.ReadAllText(FilePath), JsonSerializerOptions.Web) ?? throw new InvalidDataException("There are no baselines.");
        var seen = Measure(before.Keys.ToHashSet(StringComparer.Ordinal));
        if (arguments is [Write])
        {
            File.WriteAllText(FilePath, JsonSerializer.Serialize(seen, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }) + "\n");
            return 0;
        }

        var broken = before.Count(baseline => !Tell(baseline.Key, baseline.Value, seen.GetValueOrDefault(baseline.Key)));
        Console.WriteLine($"{before.Count - broken} kept, {broken} broken");
        return broken == 0 ? 0 : 1;
    }

    private static string FilePath => Path.Combine(AppContext.BaseDirectory, "../../../../baselines.json");

    private static SortedDictionary<string, Baseline> Measure(HashSet<string> names)
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(5).WithIterationTime(TimeInterval.FromMilliseconds(100)))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddFilter(new SimpleFilter(benchmark => names.Contains(NameOf(benchmark))))
            .WithOptions(ConfigOptions.DisableLogFile);
        var seen = new SortedDictionary<string, Baseline>(StringComparer.Ordinal);
        foreach (var report in Suites.SelectMany(suite => BenchmarkRunner.Run(suite, config).Reports).Where(report => report.Success)) seen[NameOf(report.BenchmarkCase)] = BaselineOf(report);
        return seen;
    }

    private static Baseline BaselineOf(BenchmarkReport report) => new(
        Math.Round(report.ResultStatistics?.Min ?? throw new InvalidDataException("Nothing was measured."), 1), report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? -1);

    // Such as AesSivBenchmarks.Seal(On=X86).
    private static string NameOf(BenchmarkCase benchmark) =>
        $"{benchmark.Descriptor.Type.Name}.{benchmark.Descriptor.WorkloadMethod.Name}{(benchmark.HasParameters ? $"({benchmark.Parameters.PrintInfo})" : "")}";

    private static bool Tell(string name, Baseline before, Baseline? seen)
    {
        var isKept = seen is not null && seen.Bytes <= before.Bytes && seen.Nanoseconds <= before.Nanoseconds * MostSlower;
        var now = seen is null ? "not measured" : string.Create(CultureInfo.InvariantCulture, $"{seen.Nanoseconds:F1} ns, {seen.Bytes} B");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-52} | at most {MostSlower} times {before.Nanoseconds,6:F1} ns, {before.Bytes} B | {now,-22} | {(isKept ? "kept" : "BROKEN")}"));
        return isKept;
    }

    /// <param name="Nanoseconds">For one operation, at best.</param>
    /// <param name="Bytes">Allocated.</param>
    private sealed record Baseline(double Nanoseconds, long Bytes);
}
