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

        foreach (var metadata in manifests.All.Concat(manifests.Workloads.Select(workload => workload.Pod)).Select(manifest => Object(manifest, "metadata")))
        {
            AssertAllText(metadata["labels"]);
            AssertAllText(metadata["annotations"]);
        }

        Assert.All(manifests.OfKind("ConfigMap"), map => AssertAllText(map["data"]));
        Assert.All(manifests.Workloads.SelectMany(workload => workload.Environment.Values), AssertAllText);
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_EverySelectorFindsPods(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));

        Assert.All(manifests.Deployments, workload => Assert.Equal([workload.Name], Selected(manifests, Object(workload.Spec, "selector", "matchLabels"))));
        Assert.All(manifests.OfKind("Service"), service => Assert.Single(Selected(manifests, Object(service, "spec", "selector"))));
        Assert.All(manifests.OfKind("NetworkPolicy"), policy => Assert.NotEmpty(Selected(manifests, Object(policy, "spec", "podSelector", "matchLabels"))));
        Assert.All(manifests.OfKind("PodDisruptionBudget"), budget => Assert.Single(Selected(manifests, Object(budget, "spec", "selector", "matchLabels"))));
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_SeveralReplicasLeaveNodesOneAfterTheOtherAndAreSpread(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));

        foreach (var workload in manifests.Deployments)
        {
            var budgets = manifests.OfKind("PodDisruptionBudget").Where(budget => Text(budget, "metadata", "name") == workload.Name).ToList();
            // Without a number, an autoscaler decides.
            var isSeveral = workload.Spec["replicas"]?.GetValue<long>() is null or > 1;
            Assert.Equal(isSeveral ? 1 : 0, budgets.Count);
            Assert.All(budgets, budget => Assert.Equal(1, Object(budget, "spec")["maxUnavailable"]!.GetValue<long>()));
            var spread = (workload.PodSpec["topologySpreadConstraints"] as JsonArray ?? []).Select(constraint => constraint!).ToList();
            Assert.Equal(isSeveral ? ["kubernetes.io/hostname", "topology.kubernetes.io/zone"] : [], spread.Select(constraint => Text(constraint, "topologyKey")).Order());
            Assert.All(spread, constraint => Assert.Equal([workload.Name], Selected(manifests, Object(constraint, "labelSelector", "matchLabels"))));
            if (values == "strict spread") Assert.Contains(spread, constraint => Text(constraint, "whenUnsatisfiable") == "DoNotSchedule");
        }
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_ServicesLeadToPortsOfThePods(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));

        Assert.All(manifests.OfKind("Service"), service =>
        {
            var port = Assert.Single(Assert.IsType<JsonArray>(At(service, "spec", "ports")));
            var workload = Assert.Single(manifests.Workloads, workload => workload.Name == Selected(manifests, Object(service, "spec", "selector")).Single());
            Assert.Contains(Text(port!, "targetPort"), workload.Ports.Keys);
        });
        var admin = Assert.Single(manifests.OfKind("Service"), service => Text(service, "metadata", "name").EndsWith("-admin", StringComparison.Ordinal));
        Assert.Equal("ClusterIP", Text(admin, "spec", "type"));
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_WhatComesFromOutsideReachesTheDataPlaneAlone(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));

        var ingress = manifests.OfKind("Ingress").SelectMany(way => Assert.IsType<JsonArray>(At(way, "spec", "rules")))
            .Select(rule => Object(rule!, "http", "paths", "0", "backend", "service")).Select(backend => (Text(backend, "name"), Text(backend, "port", "name")));
        Assert.All(ingress, backend => Assert.Equal("data", backend.Item2));
        var routes = manifests.OfKind("HTTPRoute").Select(route => Object(route, "spec", "rules", "0", "backendRefs", "0")).ToList();
        Assert.All(ingress.Select(backend => backend.Item1).Concat(routes.Select(backend => Text(backend, "name"))).ToList(), name =>
            Assert.Equal("data", Text(manifests.Named("Service", name), "spec", "ports", "0", "targetPort")));
        Assert.All(manifests.OfKind("Ingress"), way => Assert.NotEmpty(Text(way, "spec", "tls", "0", "secretName")));
        Assert.Equal(values is "split" or "gateway api" ? 1 : 0, manifests.OfKind("Ingress").Count() + routes.Count);
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_MountsLeadToObjectsOfTheChart(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));

        Assert.All(manifests.Workloads, workload =>
        {
            Assert.Equal(workload.Volumes.Keys.Order(), workload.Mounts.Keys.Order());
            Assert.All(workload.Volumes.Values.Where(volume => volume["configMap"] is not null), volume => manifests.Named("ConfigMap", Text(volume, "configMap", "name")));
            Assert.All(
                workload.Volumes.Values.Where(volume => volume["csi"] is not null),
                volume => manifests.Named("SecretProviderClass", Text(volume, "csi", "volumeAttributes", "secretProviderClass")));
        });
        foreach (var claim in manifests.Workloads.SelectMany(workload => workload.Volumes.Values).Where(volume => volume["persistentVolumeClaim"] is not null))
        {
            if (values == "existing claim") Assert.Empty(manifests.OfKind("PersistentVolumeClaim"));
            else Assert.Equal("keep", Text(manifests.Named("PersistentVolumeClaim", Text(claim, "persistentVolumeClaim", "claimName")), "metadata", "annotations", "helm.sh/resource-policy"));
        }
    }

    [ChartTheory]
    [InlineData("monitored", "all-metrics")]
    [InlineData("split", "admin-metrics", "proxy-metrics")]
    public async Task Monitor_FindsTheMetricsOfEveryRole(string values, params string[] found)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));
        var selector = Object(Assert.Single(manifests.OfKind("ServiceMonitor")), "spec", "selector");
        var components = Assert.IsType<JsonArray>(At(selector, "matchExpressions", "0", "values")).Select(value => value!.GetValue<string>());

        var services = manifests.OfKind("Service").Where(service => At(service, "metadata", "labels", "app.kubernetes.io/component") is { } component && components.Contains(component.GetValue<string>())).ToList();
        Assert.Equal(found, services.Select(service => Text(service, "metadata", "labels", "app.kubernetes.io/component")).Order());
        Assert.All(services, service => Assert.Equal("metrics", Text(service, "spec", "ports", "0", "name")));
    }

    [ChartFact]
    public async Task RulesAndDashboard_ArriveAsTheirFilesAre()
    {
        var manifests = await chart.RenderAsync("monitoring: {rules: {enabled: true, runbooks: https://wiki.example.com/gateway/}, dashboard: {enabled: true}}");
        var rules = Assert.IsType<JsonArray>(At(Assert.Single(manifests.OfKind("PrometheusRule")), "spec", "groups", "0", "rules"));
        var dashboard = manifests.Named("ConfigMap", "release-name-tenant-gateway-dashboard");

        Assert.All(rules, rule => Assert.StartsWith("https://wiki.example.com/gateway/docs/operations.md#", Text(rule!, "annotations", "runbook_url"), StringComparison.Ordinal));
        Assert.True(JsonNode.DeepEquals(
            new JsonArray([.. Monitoring.Alerts.Select(alert => alert.DeepClone())]), JsonNode.Parse(rules.ToJsonString().Replace("https://wiki.example.com/gateway/", "", StringComparison.Ordinal))));
        Assert.True(JsonNode.DeepEquals(Monitoring.Dashboard, JsonNode.Parse(Text(dashboard, "data", "tenant-gateway.json"))));
        Assert.Equal("1", Text(dashboard, "metadata", "labels", "grafana_dashboard"));
    }

    [ChartFact]
    public async Task Monitoring_IsNothingUnlessItIsAskedFor()
    {
        var manifests = await chart.RenderAsync(ChartValues.Typical);

        Assert.Empty(manifests.OfKind("ServiceMonitor").Concat(manifests.OfKind("PrometheusRule")));
        Assert.DoesNotContain(manifests.OfKind("ConfigMap"), map => Text(map, "metadata", "name").EndsWith("-dashboard", StringComparison.Ordinal));
    }

    [ChartFact]
    public async Task SecretsOfAVault_BecomeTheSecretsThatPodsMount()
    {
        var manifests = await chart.RenderAsync(ChartValues.Split);

        var made = Assert.IsType<JsonArray>(At(Assert.Single(manifests.OfKind("SecretProviderClass")), "spec", "secretObjects")).Select(secret => Text(secret!, "secretName"));
        Assert.Equal(["gateway-database", "gateway-redis"], made.Order());
        Assert.All(manifests.Deployments, workload =>
        {
            var mounted = workload.Volumes.Values.Where(volume => volume["secret"] is not null).Select(volume => Text(volume, "secret", "secretName"));
            Assert.Equal(made.Order(), mounted.Order());
            Assert.Equal("/etc/tenant-gateway-secrets/redis", Text(workload.Mounts["secret-redis"], "mountPath"));
            Assert.Contains("secrets-store", workload.Mounts.Keys);
        });
    }

    /// <summary>The names of the workloads whose pods a selector finds.</summary>
    private static IEnumerable<string> Selected(Manifests manifests, JsonObject selector) => manifests.Workloads
        .Where(workload => selector.All(pair => workload.Labels[pair.Key]?.GetValue<string>() == pair.Value!.GetValue<string>()))
        .Select(workload => workload.Name);

    private static void AssertAllText(JsonNode? map)
    {
        if (map is null) return;
        Assert.All(map.AsObject(), pair => Assert.True(pair.Value is JsonValue value && value.TryGetValue<string>(out _), $"{pair.Key} is no text."));
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
    private static partial Regex DnsLabel();
}
