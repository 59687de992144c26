using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using TenantGateway.Core.Tenants;
using TenantGateway.Telemetry.Metrics;

namespace TenantGateway.Tests.Telemetry;

public sealed class MetricViewsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ServiceProvider _others = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MetricViews _views;

    public MetricViewsTests() => _views = new MetricViews(MetersOf(_services));

    public void Dispose()
    {
        _services.Dispose();
        _others.Dispose();
    }

    [Theory]
    [InlineData("TenantGateway", "tenantgateway.requests", "tenant,route,outcome", MetricViews.MaxTenantSeries)]
    [InlineData("TenantGateway", "tenantgateway.refusals", "reason", MetricViews.MaxSeries)]
    [InlineData("TenantGateway", "tenantgateway.never.listed", "", MetricViews.MaxSeries)]
    public void Instrument_HasTheAttributesOfTheListAndABound(string meter, string name, string attributes, int series)
    {
        var stream = _views.Of(MetersOf(_services).Create(meter).CreateCounter<long>(name));

        Assert.Equal(attributes, string.Join(',', stream.TagKeys ?? throw new InvalidOperationException("All of them.")));
        Assert.Equal(series, stream.CardinalityLimit);
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting", "http.server.something.new")]
    [InlineData("Somebody.Else", "tenantgateway.requests")]
    public void InstrumentThatIsNotListed_DoesNotLeave(string meter, string name)
    {
        using var strange = new Meter(meter);

        Assert.Same(MetricStreamConfiguration.Drop, _views.Of(strange.CreateCounter<long>(name)));
    }

    [Fact]
    public void InstrumentOfTheProcess_Leaves()
    {
        using var runtime = new Meter("System.Runtime");

        Assert.NotSame(MetricStreamConfiguration.Drop, _views.Of(runtime.CreateCounter<long>("dotnet.gc.collections")));
    }

    [Fact]
    public void InstrumentOfAnotherServerOfTheProcess_DoesNotLeave() =>
        Assert.Same(MetricStreamConfiguration.Drop, _views.Of(MetersOf(_others).Create(MetricViews.OwnMeter).CreateCounter<long>("tenantgateway.requests")));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    [InlineData(500, 100)]
    public void Tenants_HaveLabelsOfTheirOwnUpToALimit(int limit, int own)
    {
        var labels = new TenantLabels(limit);
        var tenants = Enumerable.Range(0, 100).Select(number => TenantId.Parse($"t{number:000}")).ToArray();
        Parallel.ForEach(tenants, tenant => labels.Of(tenant));

        Assert.Equal(own, tenants.Count(tenant => labels.Of(tenant) == tenant.Value));
        Assert.All(tenants, tenant => Assert.Contains(labels.Of(tenant), (string[])[tenant.Value, "_other"]));
    }

    private static IMeterFactory MetersOf(IServiceProvider services) => services.GetRequiredService<IMeterFactory>();
}
