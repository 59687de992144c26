using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using TenantGateway.Core.Tenants;
using TenantGateway.Telemetry.Metrics;

namespace TenantGateway.Tests.Telemetry;

public sealed class MetricViewsTests
{
    [Theory]
    [InlineData("TenantGateway", "tenantgateway.requests", "tenant,route,outcome", MetricViews.MaxTenantSeries)]
    [InlineData("TenantGateway", "tenantgateway.refusals", "reason", MetricViews.MaxSeries)]
    [InlineData("TenantGateway", "tenantgateway.never.listed", "", MetricViews.MaxSeries)]
    public void Instrument_HasTheAttributesOfTheListAndABound(string meter, string name, string attributes, int series)
    {
        using var own = new Meter(meter);
        var stream = MetricViews.Of(own.CreateCounter<long>(name));

        Assert.Equal(attributes, string.Join(',', stream.TagKeys ?? throw new InvalidOperationException("All of them.")));
        Assert.Equal(series, stream.CardinalityLimit);
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting", "http.server.something.new")]
    [InlineData("Somebody.Else", "tenantgateway.requests")]
    public void InstrumentThatIsNotListed_DoesNotLeave(string meter, string name)
    {
        using var strange = new Meter(meter);

        Assert.Same(MetricStreamConfiguration.Drop, MetricViews.Of(strange.CreateCounter<long>(name)));
    }

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
}
