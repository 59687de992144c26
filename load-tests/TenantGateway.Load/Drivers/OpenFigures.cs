using HdrHistogram;

namespace TenantGateway.Load.Drivers;

/// <summary>How long answers took at a rate, in milliseconds from when their requests were due.</summary>
internal sealed record OpenFigures
{
    private static readonly double[] Plotted = [50, 75, 90, 95, 99, 99.5, 99.9, 99.99];

    public required int Rate { get; init; }

    public required int Requests { get; init; }

    /// <summary>Of these, those that were answered wrong or not within ten seconds.</summary>
    public required int Errors { get; init; }

    public required double P50 { get; init; }

    public required double P99 { get; init; }

    public required double P999 { get; init; }

    /// <summary>From the median to the worst.</summary>
    public required IReadOnlyList<CurvePoint> Curve { get; init; }

    /// <exception cref="InvalidOperationException">Nothing was answered, so that there is nothing to tell.</exception>
    public static OpenFigures Of(int rate, HistogramBase took, int requests, int errors) => took.TotalCount == 0
        ? throw new InvalidOperationException($"None of {requests} requests was answered.")
        : new OpenFigures
        {
            Rate = rate,
            Requests = requests,
            Errors = errors,
            P50 = At(took, 50),
            P99 = At(took, 99),
            P999 = At(took, 99.9),
            Curve = [.. Plotted.Select(percentile => new CurvePoint(percentile, At(took, percentile)))],
        };

    private static double At(HistogramBase took, double percentile) => took.GetValueAtPercentile(percentile) / 1000.0;
}

/// <param name="Percentile">Of the answers, how many did not take longer.</param>
/// <param name="Milliseconds">Than this.</param>
internal sealed record CurvePoint(double Percentile, double Milliseconds);
