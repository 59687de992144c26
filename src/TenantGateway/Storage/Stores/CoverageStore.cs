using System.Globalization;
using TenantGateway.Core.Coverage;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>Counts of what happened to traffic.</summary>
internal sealed class CoverageStore(Database database) : ICoverageStore
{
    private const string DayFormat = "yyyy-MM-dd";

    private const string AddSql =
        """
        INSERT INTO coverage_counts (day, route, what, detail, count) VALUES (@Day, @Route, @What, @Detail, @Count)
        ON CONFLICT (day, route, what, detail) DO UPDATE SET count = coverage_counts.count + excluded.count
        """;

    // In one order, so that processes that write at once never wait for one another in a circle.
    public async ValueTask AddAsync(IReadOnlyList<CoverageCount> counts, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            await transaction.ExecuteForEachAsync(AddSql, counts.Select(Row.Of).OrderBy(row => row.Day, StringComparer.Ordinal).ThenBy(row => row.Route, StringComparer.Ordinal).ThenBy(row => row.What).ThenBy(row => row.Detail, StringComparer.Ordinal));
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    public async ValueTask<IReadOnlyList<CoverageTotal>> SumAsync(DateOnly from, DateOnly to, string? route, CancellationToken cancellationToken)
    {
        var totals = await database.QueryAsync<Total>(
            $"""
            SELECT route, what, detail, CAST(SUM(count) AS BIGINT) AS count FROM coverage_counts
            WHERE day >= @From AND day <= @To {(route is null ? "" : "AND route = @Route")}
            GROUP BY route, what, detail ORDER BY route, what, detail
            """,
            new { From = Text(from), To = Text(to), Route = route },
            cancellationToken);
        return [.. totals.Select(total => new CoverageTotal(total.Route, (CoverageKind)total.What, total.Detail, total.Count))];
    }

    public async ValueTask ForgetAsync(DateOnly before, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            await transaction.ExecuteAsync("DELETE FROM coverage_counts WHERE day < @Before", new { Before = Text(before) });
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    private static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private sealed record Row(string Day, string Route, long What, string Detail, long Count)
    {
        internal static Row Of(CoverageCount count) => new(Text(count.Day), count.Route, (long)count.What, count.Detail, count.Count);
    }

    // Set one by one: a sum of no rows has no type in one of the dialects, so that no constructor would match.
    private sealed class Total
    {
        public required string Route { get; init; }

        public required long What { get; init; }

        public required string Detail { get; init; }

        public required long Count { get; init; }
    }
}
