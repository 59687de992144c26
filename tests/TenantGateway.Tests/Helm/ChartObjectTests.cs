using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static TenantGateway.Tests.Helm.Manifests;

namespace TenantGateway.Tests.Helm;

/// <summary>What holds for the rendered objects whatever the values: they fit together.</summary>
[Collection(ChartTestGroup.Name)]
public sealed partial class ChartObjectTests(ChartRenderer chart)
{
    public static TheoryData<string> Matrix => ChartValues.Names;

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_RenderWellFormedObjectsOnce(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));

        Assert.NotEmpty(manifests.All);
        Assert.Distinct(manifests.All.Select(manifest => $"{Text(manifest, "kind")}/{Text(manifest, "metadata", "name")}"));
        Assert.All(manifests.All, manifest =>
        {
            Assert.NotEmpty(Text(manifest, "apiVersion"));
            Assert.Matches(DnsLabel(), Text(manifest, "metadata", "name"));
            Assert.Equal("Helm", Text(manifest, "metadata", "labels", "app.kubernetes.io/managed-by"));
        });
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_RenderTextWhereKubernetesTakesOnlyText(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));

        foreach (var metadata in manifests.All.Select(manifest => Object(manifest, "metadata")).Append(Object(manifests.PodTemplate, "metadata")))
        {
            AssertAllText(metadata["labels"]);
            AssertAllText(metadata["annotations"]);
        }

        Assert.All(manifests.OfKind("ConfigMap"), map => AssertAllText(map["data"]));
        Assert.All(Assert.IsType<JsonArray>(manifests.Container["env"]), variable => AssertAllText(variable));
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_SelectorsMatchThePods(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));
        var labels = Object(manifests.PodTemplate, "metadata", "labels");

        AssertSelects(Object(manifests.Deployment, "spec", "selector", "matchLabels"), labels);
        Assert.All(manifests.OfKind("Service"), service => AssertSelects(Object(service, "spec", "selector"), labels));
        Assert.All(manifests.OfKind("NetworkPolicy"), policy => AssertSelects(Object(policy, "spec", "podSelector", "matchLabels"), labels));
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task SeveralReplicas_LeaveNodesOneAfterTheOther(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));
        var budgets = manifests.OfKind("PodDisruptionBudget").ToList();

        Assert.Equal(values == "replicas" ? 1 : 0, budgets.Count);
        Assert.All(budgets, budget =>
        {
            Assert.Equal(1, Object(budget, "spec")["maxUnavailable"]!.GetValue<long>());
            AssertSelects(Object(budget, "spec", "selector", "matchLabels"), Object(manifests.PodTemplate, "metadata", "labels"));
        });
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_ServicesLeadToPortsOfTheContainer(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));
        var ports = Assert.IsType<JsonArray>(manifests.Container["ports"]).Select(port => Text(port!, "name")).ToHashSet();

        var services = manifests.OfKind("Service").ToList();
        Assert.Equal(2, services.Count);
        Assert.All(services, service =>
        {
            var port = Assert.Single(Assert.IsType<JsonArray>(At(service, "spec", "ports")));
            Assert.Contains(Text(port!, "targetPort"), ports);
        });
        var admin = Assert.Single(services, service => Text(service, "spec", "ports", "0", "targetPort") == "admin");
        Assert.Equal("ClusterIP", Text(admin, "spec", "type"));
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_MountsLeadToObjectsOfTheChart(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));
        var volumes = Assert.IsType<JsonArray>(manifests.PodSpec["volumes"]).ToDictionary(volume => Text(volume!, "name"), volume => volume!);
        var mounts = Assert.IsType<JsonArray>(manifests.Container["volumeMounts"]);

        Assert.Equal(volumes.Keys.Order(), mounts.Select(mount => Text(mount!, "name")).Order());
        Assert.All(volumes.Values.Where(volume => volume["configMap"] is not null), volume => manifests.Named("ConfigMap", Text(volume, "configMap", "name")));
        Assert.Equal(values != "replicas", volumes.ContainsKey("state"));
        foreach (var volume in (string[])[.. values == "replicas" ? [] : (string[])["state"], "tombstones"])
        {
            var claim = Text(volumes[volume], "persistentVolumeClaim", "claimName");
            if (values == "existing claim") Assert.Empty(manifests.OfKind("PersistentVolumeClaim"));
            else Assert.Equal("keep", Text(manifests.Named("PersistentVolumeClaim", claim), "metadata", "annotations", "helm.sh/resource-policy"));
        }
    }

    private static void AssertAllText(JsonNode? map)
    {
        if (map is null) return;
        Assert.All(map.AsObject(), pair => Assert.True(pair.Value is JsonValue value && value.TryGetValue<string>(out _), $"{pair.Key} is no text."));
    }

    private static void AssertSelects(JsonObject selector, JsonObject labels)
    {
        Assert.Equal(["app.kubernetes.io/instance", "app.kubernetes.io/name"], selector.Select(pair => pair.Key).Order());
        Assert.All(selector, pair => Assert.Equal(pair.Value!.GetValue<string>(), Text(labels, pair.Key)));
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
    private static partial Regex DnsLabel();
}
