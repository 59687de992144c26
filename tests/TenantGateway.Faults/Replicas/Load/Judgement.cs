using System.Globalization;

namespace TenantGateway.Faults.Replicas.Load;

/// <summary>Whether traffic was answered as promised.</summary>
/// <param name="IsKept">Nothing wrong, and nothing failed that might not.</param>
/// <param name="Seen">In words.</param>
/// <param name="Exchanges">All that there was.</param>
internal sealed record Judgement(bool IsKept, string Seen, IReadOnlyList<Exchange> Exchanges)
{
    public static Judgement Of(IReadOnlyList<Exchange> exchanges, Func<Exchange, bool> mayFail)
    {
        var wrong = exchanges.Where(exchange => exchange.Wrong is not null).ToList();
        var failed = exchanges.Where(exchange => exchange is { IsServed: false, Wrong: null }).ToList();
        var broken = failed.Where(exchange => !mayFail(exchange)).ToList();
        var allowed = failed.Count - broken.Count;
        var first = wrong.Select(exchange => $"{exchange} {exchange.Wrong}").Concat(broken.Select(exchange => exchange.ToString())).FirstOrDefault();
        return new Judgement(
            wrong.Count == 0 && broken.Count == 0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{exchanges.Count} requests, {wrong.Count} wrong, {broken.Count} failed{(allowed > 0 ? $" and {allowed} refused as told" : "")}{(first is null ? "" : $" ({first})")}"),
            exchanges);
    }

    /// <param name="kept">Whether what else was promised was kept.</param>
    /// <param name="seen">What else was seen.</param>
    public Observation And(bool kept, string seen) => Observation.Of(IsKept && kept, $"{Seen}; {seen}");
}
