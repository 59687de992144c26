using TenantGateway.Load.Drivers;
using TenantGateway.Load.Report;

namespace TenantGateway.Load.Series;

/// <summary>What the gateway held at a moment.</summary>
internal sealed record SoakSample
{
    public required double Seconds { get; init; }

    public required long ResidentMegabytes { get; init; }

    public required double Gen2Megabytes { get; init; }

    /// <summary>Open file descriptors.</summary>
    public required int Handles { get; init; }

    /// <summary>Records of the audit log that its index did not hold.</summary>
    public required double IndexBehind { get; init; }
}

/// <summary>A gateway under load for minutes.</summary>
/// <param name="Load">What was sent, and how it was answered.</param>
/// <param name="Samples">What the gateway held.</param>
internal sealed record SoakResult(OpenFigures Load, IReadOnlyList<SoakSample> Samples)
{
    private const double Flat = 1.1;
    private const double FewMegabytes = 16;
    private const int FewHandles = 16;

    public Spread ResidentEarly => OfThird(1, sample => sample.ResidentMegabytes);

    public Spread ResidentLate => OfThird(2, sample => sample.ResidentMegabytes);

    public Spread Gen2Early => OfThird(1, sample => sample.Gen2Megabytes);

    public Spread Gen2Late => OfThird(2, sample => sample.Gen2Megabytes);

    public Spread HandlesEarly => OfThird(1, sample => sample.Handles);

    public Spread HandlesLate => OfThird(2, sample => sample.Handles);

    public Spread BehindLate => OfThird(2, sample => sample.IndexBehind);

    /// <summary>Records that come in ten seconds: more than the index may be behind.</summary>
    public double MostBehind => Load.Rate * 10.0;

    /// <summary>The first third warms up; the medians of the second and the last are compared.</summary>
    public bool IsKept =>
        IsFlat(ResidentEarly.Median, ResidentLate.Median) && IsFlat(Gen2Early.Median, Gen2Late.Median)
        && HandlesLate.Median <= HandlesEarly.Median + FewHandles && BehindLate.Median <= MostBehind && Load.Errors == 0;

    private static bool IsFlat(double early, double late) => late <= Math.Max(early * Flat, early + FewMegabytes);

    private Spread OfThird(int third, Func<SoakSample, double> value) =>
        Spread.Of(Samples.Skip(Samples.Count * third / 3).Take((Samples.Count / 3) + 1).Select(value));
}
