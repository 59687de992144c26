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

        Assert.Equal(["deny", "egress-dns"], Lasting(manifests));
    }

    [ChartFact]
    public async Task NamedPeers_GetOnePolicyEach()
    {
        var manifests = await chart.RenderAsync(ChartValues.Typical);

        Assert.Equal(["admin", "data", "deny", "egress-dns", "egress-to-crm", "egress-to-login"], Lasting(manifests));
        var admin = manifests.Named("NetworkPolicy", "release-name-tenant-gateway-admin");
        Assert.Equal("operator", Text(admin, "spec", "ingress", "0", "from", "0", "podSelector", "matchLabels", "app"));
        Assert.Equal("admin", Text(admin, "spec", "ingress", "0", "ports", "0", "port"));
        var crm = manifests.Named("NetworkPolicy", "release-name-tenant-gateway-egress-to-crm");
        Assert.Equal(8080, At(crm, "spec", "egress", "0", "ports", "0", "port")!.GetValue<long>());
    }

    [ChartFact]
    public async Task DestinationOfOneRole_IsOpenToItAlone()
    {
        var crm = (await chart.RenderAsync(ChartValues.Split)).Named("NetworkPolicy", "release-name-tenant-gateway-egress-to-crm");

        Assert.Equal("""{"key":"app.kubernetes.io/component","operator":"In","values":["proxy"]}""", At(crm, "spec", "podSelector", "matchExpressions", "0")!.ToJsonString());
    }

    [ChartFact]
    public async Task Monitoring_ReachesMetricsOfEachRole()
    {
        const string monitoring = "networkPolicy: {monitoring: {from: [{podSelector: {matchLabels: {app: prometheus}}}]}}";
        var one = await chart.RenderAsync(monitoring);
        var two = await chart.RenderAsync(ChartValues.Split.Replace("networkPolicy:\n", "networkPolicy:\n  monitoring: {from: [{podSelector: {}}]}\n", StringComparison.Ordinal));

        Assert.Equal("admin", Text(one.Named("NetworkPolicy", "release-name-tenant-gateway-scrape"), "spec", "ingress", "0", "ports", "0", "port"));
        Assert.Equal("probes", Text(two.Named("NetworkPolicy", "release-name-tenant-gateway-scrape-proxy"), "spec", "ingress", "0", "ports", "0", "port"));
    }

    // The test's own way is open as long as the test runs, and leads from its pod alone to where health is.
    [ChartFact]
    public async Task Test_ReachesHealthAndNothingElse()
    {
        var manifests = await chart.RenderAsync("");
        var test = Assert.Single(manifests.Workloads, workload => workload.Kind == "Pod");

        foreach (var (direction, peers) in ((string, string)[])[("ingress", "from"), ("egress", "to")])
        {
            var policy = manifests.Named("NetworkPolicy", $"release-name-tenant-gateway-test-{direction}");
            Assert.Equal("test", Text(policy, "metadata", "annotations", "helm.sh/hook"));
            Assert.Contains("hook-failed", Text(policy, "metadata", "annotations", "helm.sh/hook-delete-policy"), StringComparison.Ordinal);
            Assert.NotNull(At(policy, "spec", direction, "0", peers, "0", "podSelector"));
            Assert.Equal([8081, 8082], Assert.IsType<JsonArray>(At(policy, "spec", direction, "0", "ports")).Select(port => port!["port"]!.GetValue<long>()));
        }

        Assert.Equal(["--probe", "http://release-name-tenant-gateway-all-metrics:8081/healthz/ready"], test.Container["args"]!.AsArray().Select(argument => argument!.GetValue<string>()));
        Assert.Empty(test.Volumes);
    }

    private static IEnumerable<string> Lasting(Manifests manifests) => manifests.OfKind("NetworkPolicy")
        .Where(policy => At(policy, "metadata", "annotations", "helm.sh/hook") is null)
        .Select(policy => Text(policy, "metadata", "name")["release-name-tenant-gateway-".Length..]).Order();

    private static IEnumerable<JsonNode> Rules(Manifests manifests) =>
        from policy in manifests.OfKind("NetworkPolicy")
        from direction in new[] { "ingress", "egress" }
        where At(policy, "spec", direction) is not null
        from rule in At(policy, "spec", direction)!.AsArray()
        select rule;
}
