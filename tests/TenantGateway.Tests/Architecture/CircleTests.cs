using Mono.Cecil;

namespace TenantGateway.Tests.Architecture;

/// <summary>No two folders need each other.</summary>
public sealed class CircleTests
{
    [Fact]
    public void Folders_FormNoCircle()
    {
        ModuleDefinition[] modules = [Assemblies.Core, Assemblies.Process, Assemblies.Cli, Assemblies.Demo];

        Assert.Equal([], modules.SelectMany(CircleRule.Circles));
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
