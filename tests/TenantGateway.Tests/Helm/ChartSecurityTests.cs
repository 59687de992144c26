using System.Text.Json.Nodes;
using static TenantGateway.Tests.Helm.Manifests;

namespace TenantGateway.Tests.Helm;

/// <summary>What the chart promises to whoever reviews it, whatever the values (Kubernetes' pod security standard "restricted" and more).</summary>
[Collection(ChartTestGroup.Name)]
public sealed class ChartSecurityTests(ChartRenderer chart)
{
    public static TheoryData<string> Matrix => ChartValues.Names;

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_PodsAreRestricted(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));
        var pod = Object(manifests.PodSpec, "securityContext");
        var container = Object(manifests.Container, "securityContext");

        Assert.True(pod["runAsNonRoot"]!.GetValue<bool>());
        Assert.True(pod["runAsUser"]!.GetValue<long>() > 0);
        Assert.Equal("RuntimeDefault", Text(pod, "seccompProfile", "type"));
        Assert.True(container["readOnlyRootFilesystem"]!.GetValue<bool>());
        Assert.False(container["allowPrivilegeEscalation"]!.GetValue<bool>());
        Assert.False(container["privileged"]!.GetValue<bool>());
        Assert.Equal("ALL", Text(container, "capabilities", "drop", "0"));
        Assert.Null(container["capabilities"]!["add"]);
        Assert.All(["hostNetwork", "hostPID", "hostIPC", "initContainers"], name => Assert.Null(manifests.PodSpec[name]));
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_OnlyStateIsWrittenToADisk(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));

        var writable = Assert.IsType<JsonArray>(manifests.Container["volumeMounts"]).Where(mount => mount!["readOnly"] is null);
        string[] state = values == "replicas" ? [] : ["/var/lib/tenant-gateway"];
        Assert.Equal(["/tmp", .. state, "/var/lib/tenant-gateway-tombstones"], writable.Select(mount => Text(mount!, "mountPath")).Order());
        var temporary = Assert.Single(Assert.IsType<JsonArray>(manifests.PodSpec["volumes"]), volume => volume!["emptyDir"] is not null);
        Assert.Equal("Memory", Text(temporary!, "emptyDir", "medium"));
        Assert.NotEmpty(Text(temporary!, "emptyDir", "sizeLimit"));
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_NoTokenOfTheClusterIsMounted(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));

        Assert.False(manifests.PodSpec["automountServiceAccountToken"]!.GetValue<bool>());
        Assert.False(manifests.PodSpec["enableServiceLinks"]!.GetValue<bool>());
        Assert.All(manifests.OfKind("ServiceAccount"), account => Assert.False(account["automountServiceAccountToken"]!.GetValue<bool>()));
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_ImageIsPinned(string values)
    {
        var image = Text((await chart.RenderAsync(ChartValues.Of(values))).Container, "image");

        Assert.Matches("^registry\\.example\\.com/tenant-gateway(@sha256:[0-9a-f]{64}|:[0-9]+\\.[0-9.]+)$", image);
        if (values == "digest") Assert.EndsWith("@" + ChartValues.Digest, image);
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_ProbesAskTheAdminPlane(string values)
    {
        var container = (await chart.RenderAsync(ChartValues.Of(values))).Container;

        (string Probe, string Path)[] probes = [("startupProbe", "/healthz/startup"), ("livenessProbe", "/healthz/live"), ("readinessProbe", "/healthz/ready")];
        Assert.All(probes, probe =>
        {
            Assert.Equal(probe.Path, Text(container, probe.Probe, "httpGet", "path"));
            Assert.Equal("admin", Text(container, probe.Probe, "httpGet", "port"));
        });
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_ResourcesAreBounded(string values)
    {
        var resources = Object((await chart.RenderAsync(ChartValues.Of(values))).Container, "resources");

        Assert.NotNull(At(resources, "requests", "cpu"));
        Assert.NotNull(At(resources, "requests", "memory"));
        Assert.NotNull(At(resources, "limits", "memory"));
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_OneReplicaAtATimeOwnsTheState(string values)
    {
        var spec = Object((await chart.RenderAsync(ChartValues.Of(values))).Deployment, "spec");

        // Several share a database that is a server.
        if (values == "replicas") Assert.Equal((3L, "RollingUpdate"), (spec["replicas"]!.GetValue<long>(), Text(spec, "strategy", "type")));
        else Assert.Equal((true, "Recreate"), (spec["replicas"]!.GetValue<long>() is 0 or 1, Text(spec, "strategy", "type")));
    }
}
