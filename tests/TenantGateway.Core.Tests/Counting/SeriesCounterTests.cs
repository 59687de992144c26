using System.Diagnostics.Metrics;
using TenantGateway.Core.Counting;

namespace TenantGateway.Core.Tests.Counting;

public sealed class SeriesCounterTests : IDisposable
{
    private readonly Meter _meter = new("series");

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void Counts_AreToldBySeriesWhenAsked()
    {
        var counter = new SeriesCounter(_meter, "things", "{thing}", "Things.", "route", "class", "form");
        counter.Add(2, "all", "email", "clear");
        counter.Add(1, "all", "email", "clear");
        counter.Add(5, "all", "name", "mask");
        Assert.Equal(["route=all class=email form=clear: 3", "route=all class=name form=mask: 5"], Collected());
        counter.Add(1, "all", "name", "mask");
        Assert.Equal(["route=all class=email form=clear: 3", "route=all class=name form=mask: 6"], Collected());
    }

    [Fact]
    public void EmptyWord_IsNoAttribute()
    {
        new SeriesCounter(_meter, "things", "{thing}", "Things.", "tenant", "route", "outcome").Add(1, "", "all", "answered");
        Assert.Equal(["route=all outcome=answered: 1"], Collected());
    }

    [Fact]
    public void NamesThatAreMuchAlike_HaveHashesOfTheirOwn()
    {
        // Such as the tenants of one deployment: a table of them must not become a list.
        var hashes = Enumerable.Range(0, 10_000).Select(i => new SeriesName($"tenant-{i:D6}-live", "all", "answered").GetHashCode());
        Assert.InRange(hashes.Distinct().Count(), 9_900, 10_000);
    }

    [Fact]
    public async Task ManyAtOnce_LoseNothing()
    {
        var counter = new SeriesCounter(_meter, "things", "{thing}", "Things.", "route");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++) counter.Add(1, i % 2 == 0 ? "even" : "odd");
        })));
        Assert.Equal(["route=even: 20000", "route=odd: 20000"], Collected());
    }

    private List<string> Collected()
    {
        var told = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (ReferenceEquals(instrument.Meter, _meter)) own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) => told.Add($"{string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}: {count}"));
        listener.Start();
        listener.RecordObservableInstruments();
        return [.. told.Order(StringComparer.Ordinal)];
    }
}
