using System.Text.Json.Nodes;
using TenantGateway.Tests.Architecture;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Supply;

[Collection(nameof(BuildTests))]
public sealed class BillOfMaterialsTests
{
    [Fact]
    public async Task Bills_NameWhatTheLockFilesDoWithHashAndLicence()
    {
        using var directory = new TemporaryDirectory();
        await using var bom = ChildProgram.Start([SourceTree.PathOf("supply-chain", "bom"), directory.Path]);

        Assert.True(await bom.ExitAsync(TimeSpan.FromMinutes(3)) == 0, bom.Output + bom.Error);
        await AssertBillAsync(Path.Combine(directory.Path, "tenant-gateway.cdx.json"), "TenantGateway", "TenantGateway.Core");
        await AssertBillAsync(Path.Combine(directory.Path, "tgw.cdx.json"), "TenantGateway.Cli", "TenantGateway.Core");
    }

    private static async Task AssertBillAsync(string path, params string[] projects)
    {
        var bill = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        var components = bill["components"]!.AsArray().Select(component => component!).ToList();
        var locked = LockedPackage.All.Where(package => projects.Contains(package.Project)).ToList();

        Assert.Equal("CycloneDX", bill["bomFormat"]!.ToString());
        Assert.Equal(locked.Select(package => $"pkg:nuget/{package.Id}@{package.Version}").Distinct().Order(), components.Select(component => component["purl"]!.ToString()).Order());
        Assert.All(components, component => Assert.Equal("SHA-512", component["hashes"]![0]!["alg"]!.ToString()));
        // What the tool reads is what the list of licences says.
        Assert.All(components, component =>
        {
            var package = locked.First(one => one.Id == component["name"]!.ToString());
            if (component["licenses"]?[0]?["license"]?["id"] is { } licence) Assert.Equal(Licences.Of(package), licence.ToString());
        });
    }
}
