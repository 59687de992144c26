using TenantGateway.Load.Report;

namespace TenantGateway.Load.Series;

/// <summary>What a route costs.</summary>
/// <param name="Name">What it has that the one before has not.</param>
/// <param name="AddsMicroseconds">CPU that this is more than the one before.</param>
/// <param name="AddsBytes">Bytes that this is more than the one before.</param>
/// <param name="CpuMicroseconds">Of the gateway, a request.</param>
/// <param name="DatabaseMicroseconds">Of PostgreSQL, a request.</param>
/// <param name="Allocated">Bytes a request.</param>
/// <param name="Errors">Answers that were none.</param>
internal sealed record FeatureRow(string Name, double AddsMicroseconds, double AddsBytes, Spread CpuMicroseconds, Spread DatabaseMicroseconds, Spread Allocated, long Errors)
{
    public static IReadOnlyList<FeatureRow> Of(IReadOnlyDictionary<FeatureStep, List<ClosedRound>> rounds) => [.. rounds.Keys.Select(step => Of(step, rounds))];

    private static FeatureRow Of(FeatureStep step, IReadOnlyDictionary<FeatureStep, List<ClosedRound>> rounds)
    {
        var before = rounds.FirstOrDefault(pair => pair.Key.Name == step.Over).Value ?? [];
        var sign = step.IsLess ? -1 : 1;
        return new FeatureRow(
            step.Name,
            sign * (CpuOf(rounds[step]).Median - (before.Count > 0 ? CpuOf(before).Median : 0)),
            sign * (BytesOf(rounds[step]).Median - (before.Count > 0 ? BytesOf(before).Median : 0)),
            CpuOf(rounds[step]),
            Spread.Of(rounds[step].Select(round => round.DatabaseMicroseconds)),
            BytesOf(rounds[step]),
            rounds[step].Sum(round => round.Errors));
    }

    private static Spread CpuOf(List<ClosedRound> rounds) => Spread.Of(rounds.Select(round => round.CpuMicroseconds));

    private static Spread BytesOf(List<ClosedRound> rounds) => Spread.Of(rounds.Select(round => round.Allocated ?? 0));
}
