namespace TenantGateway.Load.Report;

/// <summary>What several rounds gave.</summary>
/// <param name="Median">In the middle.</param>
/// <param name="Lowest">The lowest of all.</param>
/// <param name="Highest">The highest of all.</param>
internal sealed record Spread(double Median, double Lowest, double Highest)
{
    /// <exception cref="ArgumentException">There are none.</exception>
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0) throw new ArgumentException("There are no values.", nameof(values));
        var middle = sorted.Length / 2;
        return new Spread(sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, sorted[0], sorted[^1]);
    }
}
