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
        var examples = YamlBlock().Matches(await File.ReadAllTextAsync(SourceTree.PathOf("docs", "operations.md"))).Select(block => block.Groups["yaml"].Value).ToList();

        Assert.Equal(2, examples.Count);
        foreach (var values in examples) Assert.Equal(1, (await chart.RenderAsync(values)).Deployment.Spec["replicas"]!.GetValue<long>());
    }

    [GeneratedRegex("^```yaml\n(?<yaml>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
