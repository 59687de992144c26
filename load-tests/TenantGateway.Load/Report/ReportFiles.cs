using System.Globalization;
using System.Text.Json;
using TenantGateway.Load.Series;

namespace TenantGateway.Load.Report;

/// <summary>A report as files: for people, for programs, and its plots.</summary>
internal static class ReportFiles
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static async Task WriteAsync(LoadReport report, string directory)
    {
        Directory.CreateDirectory(directory);
        await WriteAsync("report.md", MarkdownReport.Of(report));
        await WriteAsync("report.json", JsonSerializer.Serialize(report, Indented) + "\n");
        await WriteAsync("throughput.svg", Throughput(report.Rounds));
        if (report.Latencies is { } latencies) await WriteAsync("latency.svg", Latency(latencies));
        if (report.Features is { } features) await WriteAsync("features.svg", Features(features));
        if (report.Soak is { } soak) await WriteAsync("soak.svg", Soak(soak));

        Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(directory, name), text);
    }

    private static string Throughput(IReadOnlyList<ClosedRound> rounds) => SvgPlot.Lines(
        "Throughput in rounds, one peer after the other",
        "seconds",
        "requests/s",
        [.. rounds.GroupBy(round => round.Peer).Select(peer => new PlotLine(peer.Key, [.. peer.Select(round => (round.Began, round.Throughput))]))]);

    private static string Latency(IReadOnlyList<LatencyRound> rounds)
    {
        var half = rounds.Where(round => round.Figures.Rate == LatencySection.HalfOf(rounds)).ToArray();
        var percentiles = half[0].Figures.Curve.Select(point => point.Percentile).ToArray();
        return SvgPlot.Lines(
            string.Create(CultureInfo.InvariantCulture, $"Latency at {half[0].Figures.Rate:N0} requests/s, half of what the gateway gets done"),
            "percentile",
            "ms",
            [.. half.GroupBy(round => round.Peer).Select(peer => new PlotLine(
                peer.Key,
                [.. percentiles.Select((_, place) => ((double)place, Spread.Of(peer.Select(round => round.Figures.Curve[place].Milliseconds)).Median))]))],
            [.. percentiles.Select(percentile => percentile.ToString(CultureInfo.InvariantCulture))]);
    }

    private static string Features(IReadOnlyList<FeatureRow> rows) => SvgPlot.Bars(
        "CPU that each feature adds to a request",
        "us",
        [.. rows.Select(row => (row.Name, row.AddsMicroseconds))]);

    private static string Soak(SoakResult soak) => SvgPlot.Lines(
        "Memory of the gateway at three quarters of what it gets done",
        "seconds",
        "MB",
        [
            new PlotLine("resident", [.. soak.Samples.Select(sample => (sample.Seconds, (double)sample.ResidentMegabytes))]),
            new PlotLine("second generation", [.. soak.Samples.Select(sample => (sample.Seconds, sample.Gen2Megabytes))]),
        ]);
}
