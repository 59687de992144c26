using System.Xml.Linq;
using Mono.Cecil;

namespace TenantGateway.Tests.Architecture;

/// <summary><c>Cli -> Core &lt;- TenantGateway &lt;- Demo</c>, and nothing else.</summary>
public sealed class ProjectTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["TenantGateway.Core"] = [],
        ["TenantGateway.Cli"] = ["TenantGateway.Core"],
        ["TenantGateway"] = ["TenantGateway.Core"],
        ["TenantGateway.Demo"] = ["TenantGateway", "TenantGateway.Core"],
    };

    [Fact]
    public void Projects_PointOnlyTheAllowedWay() => Assert.Empty(ProjectFile.Below("src").SelectMany(path => Violations(ProjectFile.Read(path))));

    [Fact]
    public void Assemblies_PointOnlyTheAllowedWay()
    {
        (string Project, ModuleDefinition Module)[] modules =
            [("TenantGateway.Core", Assemblies.Core), ("TenantGateway.Cli", Assemblies.Cli), ("TenantGateway", Assemblies.Process), ("TenantGateway.Demo", Assemblies.Demo)];

        Assert.Empty(modules.SelectMany(module => Violations(module.Project, Own(module.Module))));
    }

    [Fact]
    public void Core_TakesOnePackage() =>
        Assert.Equal(["BouncyCastle.Cryptography"], ProjectFile.Read(SourceTree.PathOf("src", "TenantGateway.Core", "TenantGateway.Core.csproj")).Packages);

    [Theory]
    [InlineData("TenantGateway.Core", "TenantGateway")]
    [InlineData("TenantGateway.Cli", "TenantGateway")]
    [InlineData("TenantGateway", "TenantGateway.Demo")]
    [InlineData("TenantGateway", "TenantGateway.Cli")]
    [InlineData("TenantGateway.Newcomer", "TenantGateway.Core")]
    public void ForbiddenReference_IsFoundWithBothNames(string project, string reference)
    {
        var file = XDocument.Parse($"""<Project><ItemGroup><ProjectReference Include="..\{reference}\{reference}.csproj" /></ItemGroup></Project>""");

        Assert.Equal([$"{project} references {reference}"], Violations(ProjectFile.Parse(project, file)));
    }

    private static IEnumerable<string> Violations(ProjectFile project) => Violations(project.Name, project.References);

    private static IEnumerable<string> Violations(string project, IEnumerable<string> references) =>
        references.Except(Allowed.GetValueOrDefault(project, [])).Select(reference => $"{project} references {reference}");

    private static IEnumerable<string> Own(ModuleDefinition module) =>
        module.AssemblyReferences.Select(reference => reference.Name == "tgw" ? "TenantGateway.Cli" : reference.Name)
            .Where(name => name.StartsWith("TenantGateway", StringComparison.Ordinal));
}
