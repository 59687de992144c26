using TenantGateway.Core.Coverage;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage.Contracts;

public abstract class CoverageStoreContract : StorageContract
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    private CoverageStore Counts => new(Database);

    private static CoverageCount Count(long count, int day = 0, string route = "crm", CoverageKind what = CoverageKind.Unlisted, string detail = "$.email2") => new(Day.AddDays(day), route, what, detail, count);

    private static CoverageTotal Total(long count, string route = "crm", CoverageKind what = CoverageKind.Unlisted, string detail = "$.email2") => new(route, what, detail, count);

    [Fact]
    public async Task Counts_AddUp_AndAreListedByDays()
    {
        await Counts.AddAsync([Count(2), Count(1, day: 1), Count(5, what: CoverageKind.ClearAtRest, detail: "")], default);
        await Counts.AddAsync([Count(3), Count(7, route: "abc")], default);
        Assert.Equal([Total(7, "abc"), Total(5), Total(5, what: CoverageKind.ClearAtRest, detail: "")], await Counts.SumAsync(Day, Day, null, default));
        Assert.Equal([Total(1)], await Counts.SumAsync(Day.AddDays(1), Day.AddDays(9), null, default));
        Assert.Equal([Total(6), Total(5, what: CoverageKind.ClearAtRest, detail: "")], await Counts.SumAsync(Day, Day.AddDays(1), "crm", default));
        Assert.Empty(await Counts.SumAsync(Day, Day, "' OR 1 = 1 --", default));
        Assert.Empty(await Counts.SumAsync(Day.AddDays(-9), Day.AddDays(-1), null, default));
    }

    [Fact]
    public async Task OldDays_AreForgotten()
    {
        await Counts.AddAsync([Count(1, day: -1), Count(2)], default);
        await Counts.ForgetAsync(Day, default);
        Assert.Equal([Total(2)], await Counts.SumAsync(Day.AddDays(-9), Day, null, default));
    }

    [Fact]
    public async Task CountsOfTwoProcessesAtOnce_AreAllThere()
    {
        using var other = Storage.Open();
        CoverageCount[] both = [.. Enumerable.Range(0, 30).Select(i => Count(1, detail: $"$.a{i}"))];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => await new CoverageStore(i % 2 == 0 ? Database : other).AddAsync(i % 3 == 0 ? both : [.. both.Reverse()], default))));
        Assert.All(await Counts.SumAsync(Day, Day, null, default), count => Assert.Equal(8, count.Count));
    }
}
