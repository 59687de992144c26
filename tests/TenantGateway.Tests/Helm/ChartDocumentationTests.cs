using System.Text.RegularExpressions;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Helm;

/// <summary>The values that <c>docs/operations.md</c> shows are values that the chart takes.</summary>
[Collection(ChartTestGroup.Name)]
public sealed partial class ChartDocumentationTests(ChartRenderer chart)
{
    [ChartFact]
    public async Task DocumentedValues_Render()
    {
        var page = await File.ReadAllTextAsync(SourceTree.PathOf("docs", "operations.md"));
        var values = Assert.Single(YamlBlock().Matches(page)).Groups["yaml"].Value;

        Assert.Equal(1, (await chart.RenderAsync(values)).Deployment["spec"]!["replicas"]!.GetValue<long>());
    }

    [GeneratedRegex("^```yaml\n(?<yaml>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
