using TenantGateway.Load.Report;

namespace TenantGateway.Load.Series;

/// <summary>What a route costs.</summary>
/// <param name="Name">What it has that the one before has not.</param>
/// <param name="Over">The name of the one before; null for the first.</param>
/// <param name="CpuMicroseconds">Of the gateway, a request.</param>
/// <param name="DatabaseMicroseconds">Of PostgreSQL, a request.</param>
/// <param name="Allocated">Bytes a request.</param>
/// <param name="Errors">Answers that were none.</param>
internal sealed record FeatureRow(string Name, string? Over, Spread CpuMicroseconds, Spread DatabaseMicroseconds, Spread Allocated, long Errors)
{
    public static FeatureRow Of(string name, string? over, IReadOnlyList<ClosedRound> rounds) => new(
        name,
        over,
        Spread.Of(rounds.Select(round => round.CpuMicroseconds)),
        Spread.Of(rounds.Select(round => round.DatabaseMicroseconds)),
        Spread.Of(rounds.Select(round => round.Allocated ?? 0)),
        rounds.Sum(round => round.Errors));
}
