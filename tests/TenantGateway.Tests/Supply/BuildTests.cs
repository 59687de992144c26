using System.Security.Cryptography;
using TenantGateway.Tests.Image;

namespace TenantGateway.Tests.Supply;

/// <summary>Tests that build take both cores of a small machine, so that nothing else runs beside them.</summary>
[CollectionDefinition(nameof(BuildTests), DisableParallelization = true)]
public sealed class Building;

/// <summary>The image's own build, from what it gets to see.</summary>
[Collection(nameof(BuildTests))]
public sealed class BuildTests
{
    private static readonly string[] Assemblies = ["TenantGateway.Core.dll", "TenantGateway.Core.pdb"];

    [Fact]
    public async Task SameSourcesInTwoFolders_AreTheSameBytes()
    {
        using var image = new SourceCopy("src", "TenantGateway", "TenantGateway.Core");
        using var elsewhere = new SourceCopy("some/other/and/longer/folder", "TenantGateway.Core");

        // The image's build is the Dockerfile's, word by word but for the folder that it publishes to.
        var build = Dockerfile.OfRepository.Stages[0].Single(instruction => instruction.Name == "RUN").Text.Replace(" /out", $" {Path.Combine(image.Path, "out")}", StringComparison.Ordinal).Split(' ');
        Assert.Equal("dotnet", build[0]);
        await image.DotnetAsync(build[1..], [.. Dockerfile.OfRepository.EnvironmentOf(0)]);
        await elsewhere.DotnetAsync(["build", "src/TenantGateway.Core", "-c", "Release", "-p:RunAnalyzers=false"], ("ContinuousIntegrationBuild", "true"));

        var built = Path.Combine(elsewhere.Path, "src", "TenantGateway.Core", "bin", "Release", "net10.0");
        Assert.All(Assemblies, name => Assert.Equal(DigestOf(Path.Combine(image.Path, "out", name)), DigestOf(Path.Combine(built, name))));
        Assert.DoesNotContain(image.Path, await File.ReadAllTextAsync(Path.Combine(image.Path, "out", "TenantGateway.pdb")), StringComparison.Ordinal);
    }

    private static string DigestOf(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
