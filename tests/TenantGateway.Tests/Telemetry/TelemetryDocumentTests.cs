using TenantGateway.Telemetry.Metrics;
using TenantGateway.Tests.Architecture;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Telemetry;

/// <summary>The reference says what the code does.</summary>
public sealed class TelemetryDocumentTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private readonly IServiceProvider _gateway = shared.World.Gateway.Services;

    /// <summary>With UPDATE_DOCS=1 in the environment the document is written anew.</summary>
    [Fact]
    public void Document_IsTheOneOfTheCode()
    {
        var path = SourceTree.PathOf("docs", "telemetry.md");
        var document = TelemetryDocument.Render(_gateway);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(path, document);

        Assert.Equal(document, File.ReadAllText(path));
    }

    [Fact]
    public void EventIds_AreUnique() =>
        Assert.Empty(TelemetryDocument.Events.GroupBy(logged => logged.Message.EventId).Where(same => same.Count() > 1).Select(same => string.Join(", ", same.Select(logged => $"{logged.Message.EventId} {logged.Method.DeclaringType}.{logged.Method.Name}"))));

    [Fact]
    public void Instruments_AreOfOneMeterAndDescribed() => Assert.All(TelemetryDocument.Instruments(_gateway), instrument =>
    {
        Assert.Equal("TenantGateway", instrument.Meter.Name);
        Assert.StartsWith("tenantgateway.", instrument.Name, StringComparison.Ordinal);
        Assert.EndsWith(".", instrument.Description, StringComparison.Ordinal);
    });

    /// <summary>An instrument that is not listed would lose its attributes on the way out, and one that is gone has none.</summary>
    [Fact]
    public void InstrumentsAndTheListOfAttributes_AreTheSame() =>
        Assert.Equal(TelemetryDocument.Instruments(_gateway).Select(instrument => instrument.Name), MetricAttributes.Own.Keys.Order(StringComparer.Ordinal));

    /// <summary>Elsewhere the document would not find them. The one other class that knows what makes them only compares it, and creates nothing.</summary>
    [Fact]
    public void Instruments_AreMadeInClassesOfMetrics() => Assert.DoesNotContain(
        Directory.EnumerateFiles(SourceTree.PathOf("src", "TenantGateway"), "*.cs", SearchOption.AllDirectories),
        path => !path.EndsWith("Metrics.cs", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal)
            && File.ReadAllText(path).Contains(Path.GetFileName(path) == $"{nameof(MetricViews)}.cs" ? ".Create" : "IMeterFactory", StringComparison.Ordinal));
}
