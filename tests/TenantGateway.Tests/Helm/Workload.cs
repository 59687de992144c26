using System.Text.Json.Nodes;
using static TenantGateway.Tests.Helm.Manifests;

namespace TenantGateway.Tests.Helm;

/// <summary>An object of which pods are made, and they have one container each.</summary>
internal sealed record Workload(JsonObject Manifest)
{
    public string Kind => Text(Manifest, "kind");

    public string Name => Text(Manifest, "metadata", "name");

    public JsonObject Spec => Object(Manifest, "spec");

    /// <summary>The pod's own metadata and spec.</summary>
    public JsonObject Pod => Kind == "Pod" ? Manifest : Object(Spec, "template");

    public JsonObject Labels => Object(Pod, "metadata", "labels");

    public string Role => Text(Labels, "app.kubernetes.io/component");

    public JsonObject PodSpec => Object(Pod, "spec");

    public JsonObject Container => Assert.IsType<JsonObject>(Assert.Single(Assert.IsType<JsonArray>(PodSpec["containers"])));

    public IReadOnlyDictionary<string, JsonNode> Mounts => ByName(Container["volumeMounts"]);

    public IReadOnlyDictionary<string, JsonNode> Volumes => ByName(PodSpec["volumes"]);

    public IReadOnlyDictionary<string, JsonNode> Ports => ByName(Container["ports"]);

    public IReadOnlyDictionary<string, JsonNode> Environment => ByName(Container["env"]);

    private static Dictionary<string, JsonNode> ByName(JsonNode? list) =>
        (list as JsonArray ?? []).Select(item => Assert.IsType<JsonObject>(item)).ToDictionary(item => Text(item, "name"), item => (JsonNode)item);
}
