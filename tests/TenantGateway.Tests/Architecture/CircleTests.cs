using Mono.Cecil;

namespace TenantGateway.Tests.Architecture;

/// <summary>No two folders need each other.</summary>
public sealed class CircleTests
{
    [Fact]
    public void Folders_FormNoCircle()
    {
        ModuleDefinition[] modules = [Assemblies.Core, Assemblies.Process, Assemblies.Cli, Assemblies.Demo];

        var circles = string.Join(Environment.NewLine, modules.SelectMany(CircleRule.Circles));
        Assert.True(circles.Length == 0, circles);
    }

    [Fact]
    public void CircleOfThree_IsFoundOnce()
    {
        var graph = new Dictionary<string, HashSet<string>> { ["a"] = ["b"], ["b"] = ["c"], ["c"] = ["a"], ["d"] = ["a"] };

        Assert.Equal(["a", "b", "c"], Assert.Single(CircleRule.Rings(graph)));
    }

    [Fact]
    public void Line_IsNoCircle() =>
        Assert.Empty(CircleRule.Rings(new Dictionary<string, HashSet<string>> { ["a"] = ["b", "c"], ["b"] = ["c"], ["c"] = [] }));
}
