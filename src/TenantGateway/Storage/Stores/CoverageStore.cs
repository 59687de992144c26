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

    public async ValueTask<IReadOnlyList<CoverageCount>> ListAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<Row>(
            "SELECT day, route, what, detail, count FROM coverage_counts WHERE day >= @From AND day <= @To ORDER BY route, what, detail, day", new { From = Text(from), To = Text(to) }, cancellationToken);
        return [.. rows.Select(row => row.ToCount())];
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

        internal CoverageCount ToCount() => new(DateOnly.ParseExact(Day, DayFormat, CultureInfo.InvariantCulture), Route, (CoverageKind)What, Detail, Count);
    }
}
