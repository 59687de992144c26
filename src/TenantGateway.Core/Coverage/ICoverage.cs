using TenantGateway.Core.Content;

namespace TenantGateway.Core.Coverage;

/// <summary>Counts what happens to traffic, by route: what is protected, what passes, and what nobody has named yet.</summary>
public interface ICoverage
{
    /// <summary>Counts. On the hot path: neither waits nor, once it was met, allocates.</summary>
    /// <param name="route">The id of the route.</param>
    /// <param name="what">What happened.</param>
    /// <param name="first">To what; empty for nothing.</param>
    /// <param name="second">The second word of it; empty for none.</param>
    /// <param name="count">How often.</param>
    void Count(string route, CoverageKind what, string first, string second, long count);

    /// <summary>
    /// Whether a unit of a route is to be looked at for values that no rule names: a few a second are of each kind, so that a query does not stand in the way of a body or of an answer, and fewer
    /// where they are long.
    /// </summary>
    /// <param name="route">The id of the route.</param>
    /// <param name="fromCaller">Whether a caller sent it.</param>
    /// <param name="carrier">What carries it.</param>
    /// <param name="length">In bytes.</param>
    bool Samples(string route, bool fromCaller, ICarrier carrier, int length);

    /// <summary>Counts a path, as long as there are not too many of them.</summary>
    void CountPath(string route, string path);

    /// <summary>The counts of some days together, both included, in the order of route, what and detail; those that this process has not written yet are among them.</summary>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <param name="route">Only this one; null for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<CoverageTotal>> SumAsync(DateOnly from, DateOnly to, string? route, CancellationToken cancellationToken);
}
