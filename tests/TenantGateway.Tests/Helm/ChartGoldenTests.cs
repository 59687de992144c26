using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Helm;

/// <summary>What the chart renders for three sets of values, as it was reviewed: a change of it shows in a review too.</summary>
[Collection(ChartTestGroup.Name)]
public sealed class ChartGoldenTests(ChartRenderer chart)
{
    /// <summary>With UPDATE_DOCS=1 in the environment the files are written anew.</summary>
    [ChartTheory]
    [InlineData("minimal")]
    [InlineData("typical")]
    [InlineData("split")]
    public async Task Manifests_AreTheReviewedOnes(string values)
    {
        var path = SourceTree.PathOf("tests", "TenantGateway.Tests", "Helm", "Golden", values + ".yaml");
        var rendered = await chart.RenderTextAsync(ChartValues.Of(values));
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") await File.WriteAllTextAsync(path, rendered);

        Assert.Equal(await File.ReadAllTextAsync(path), rendered);
    }
}
