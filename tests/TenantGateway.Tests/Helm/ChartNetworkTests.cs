using System.Text.Json.Nodes;
using static TenantGateway.Tests.Helm.Manifests;

namespace TenantGateway.Tests.Helm;

/// <summary>Default deny, and a name for everything that is let through.</summary>
[Collection(ChartTestGroup.Name)]
public sealed class ChartNetworkTests(ChartRenderer chart)
{
    public static TheoryData<string> Matrix => ChartValues.Names;

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_NothingIsOpenToEverybody(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));
        if (values == "open network")
        {
            Assert.Empty(manifests.OfKind("NetworkPolicy"));
            return;
        }

        var deny = Assert.Single(manifests.OfKind("NetworkPolicy"), policy => Text(policy, "metadata", "name").EndsWith("-deny", StringComparison.Ordinal));
        Assert.Null(At(deny, "spec", "ingress"));
        Assert.Null(At(deny, "spec", "egress"));
        Assert.Equal(["Egress", "Ingress"], Assert.IsType<JsonArray>(At(deny, "spec", "policyTypes")).Select(type => type!.GetValue<string>()).Order());
        Assert.All(Rules(manifests), rule =>
        {
            Assert.NotEmpty(Assert.IsType<JsonArray>(rule["from"] ?? rule["to"]));
            Assert.NotEmpty(Assert.IsType<JsonArray>(rule["ports"]));
        });
    }

    [ChartFact]
    public async Task Defaults_LetNothingInAndOnlyNamesOut()
    {
        var manifests = await chart.RenderAsync("");

        Assert.Equal(["deny", "egress-dns"], Names(manifests));
    }

    [ChartFact]
    public async Task NamedPeers_GetOnePolicyEach()
    {
        var manifests = await chart.RenderAsync(ChartValues.Typical);

        Assert.Equal(["admin", "data", "deny", "egress-dns", "egress-to-crm", "egress-to-login"], Names(manifests));
        var admin = manifests.Named("NetworkPolicy", "release-name-tenant-gateway-admin");
        Assert.Equal("operator", Text(admin, "spec", "ingress", "0", "from", "0", "podSelector", "matchLabels", "app"));
        Assert.Equal("admin", Text(admin, "spec", "ingress", "0", "ports", "0", "port"));
        var crm = manifests.Named("NetworkPolicy", "release-name-tenant-gateway-egress-to-crm");
        Assert.Equal(8080, At(crm, "spec", "egress", "0", "ports", "0", "port")!.GetValue<long>());
    }

    private static IEnumerable<string> Names(Manifests manifests) =>
        manifests.OfKind("NetworkPolicy").Select(policy => Text(policy, "metadata", "name")["release-name-tenant-gateway-".Length..]).Order();

    private static IEnumerable<JsonNode> Rules(Manifests manifests) =>
        from policy in manifests.OfKind("NetworkPolicy")
        from direction in new[] { "ingress", "egress" }
        where At(policy, "spec", direction) is not null
        from rule in At(policy, "spec", direction)!.AsArray()
        select rule;
}
