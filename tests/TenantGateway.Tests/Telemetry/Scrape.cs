using System.Globalization;

namespace TenantGateway.Tests.Telemetry;

/// <summary>What Prometheus reads.</summary>
internal sealed record Scrape(string Text)
{
    public IReadOnlyList<string> Series { get; } = [.. Text.Split('\n').Where(line => line.Length > 0 && line[0] != '#')];

    public static async Task<Scrape> ReadAsync(HttpClient plane) => new(await plane.GetStringAsync("metrics"));

    /// <summary>The sum of the series of a name whose labels include all of these.</summary>
    public double Sum(string name, params string[] labels) => Series
        .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
        .Sum(line => double.Parse(line.Split("} ")[1].Split(' ')[0], CultureInfo.InvariantCulture));
}
