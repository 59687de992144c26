using static TenantGateway.Tests.Helm.Manifests;

namespace TenantGateway.Tests.Helm;

/// <summary>What the chart promises to whoever reviews it, whatever the values (Kubernetes' pod security standard "restricted" and more).</summary>
[Collection(ChartTestGroup.Name)]
public sealed class ChartSecurityTests(ChartRenderer chart)
{
    public static TheoryData<string> Matrix => ChartValues.Names;

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_PodsAreRestricted(string values) => Assert.All((await chart.RenderAsync(ChartValues.Of(values))).Workloads, workload =>
    {
        var pod = Object(workload.PodSpec, "securityContext");
        var container = Object(workload.Container, "securityContext");
        Assert.True(pod["runAsNonRoot"]!.GetValue<bool>());
        Assert.True(pod["runAsUser"]!.GetValue<long>() > 0);
        Assert.Equal("RuntimeDefault", Text(pod, "seccompProfile", "type"));
        Assert.True(container["readOnlyRootFilesystem"]!.GetValue<bool>());
        Assert.False(container["allowPrivilegeEscalation"]!.GetValue<bool>());
        Assert.False(container["privileged"]!.GetValue<bool>());
        Assert.Equal("ALL", Text(container, "capabilities", "drop", "0"));
        Assert.Null(container["capabilities"]!["add"]);
        Assert.All(["hostNetwork", "hostPID", "hostIPC", "initContainers"], name => Assert.Null(workload.PodSpec[name]));
        Assert.All(workload.Volumes.Values, volume => Assert.Null(volume["hostPath"]));
    });

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_OnlyStateIsWrittenToADisk(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));

        Assert.All(manifests.Workloads, workload =>
        {
            var writable = workload.Mounts.Values.Where(mount => mount["readOnly"] is null).Select(mount => Text(mount, "mountPath"));
            Assert.Subset(new HashSet<string>(["/tmp", "/var/lib/tenant-gateway", "/var/lib/tenant-gateway-tombstones"]), writable.ToHashSet());
            foreach (var temporary in workload.Volumes.Values.Where(volume => volume["emptyDir"] is not null))
            {
                Assert.Equal("Memory", Text(temporary, "emptyDir", "medium"));
                Assert.NotEmpty(Text(temporary, "emptyDir", "sizeLimit"));
            }
        });
        string[] state = ChartValues.IsShared(values) ? [] : ["state"];
        Assert.All(manifests.Deployments, workload => Assert.Equal(
            [.. state, "temporary", "tombstones"],
            workload.Mounts.Where(mount => mount.Value["readOnly"] is null).Select(mount => mount.Key).Order()));
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_NoTokenOfTheClusterIsMounted(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));

        Assert.All(manifests.Workloads, workload =>
        {
            Assert.False(workload.PodSpec["automountServiceAccountToken"]!.GetValue<bool>());
            Assert.False(workload.PodSpec["enableServiceLinks"]!.GetValue<bool>());
        });
        Assert.All(manifests.OfKind("ServiceAccount"), account => Assert.False(account["automountServiceAccountToken"]!.GetValue<bool>()));
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_SecretsAreReadByTheGatewaysGroupAlone(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));

        Assert.All(manifests.Workloads.SelectMany(workload => workload.Volumes.Values).Where(volume => volume["secret"] is not null),
            volume => Assert.Equal(Convert.ToInt64("440", 8), Object(volume, "secret")["defaultMode"]!.GetValue<long>()));
        Assert.Empty(manifests.OfKind("Secret"));
        Assert.All(manifests.Workloads.SelectMany(workload => workload.Environment.Values), variable => Assert.Null(variable["valueFrom"]));
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_ImageIsPinned(string values) => Assert.All((await chart.RenderAsync(ChartValues.Of(values))).Workloads, workload =>
    {
        var image = Text(workload.Container, "image");
        Assert.Matches("^registry\\.example\\.com/tenant-gateway(@sha256:[0-9a-f]{64}|:[0-9]+\\.[0-9.]+)$", image);
        if (values == "digest") Assert.EndsWith("@" + ChartValues.Digest, image);
    });

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_ProbesAskWhereHealthIs(string values) => Assert.All((await chart.RenderAsync(ChartValues.Of(values))).Deployments, workload =>
    {
        (string Probe, string Path)[] probes = [("startupProbe", "/healthz/startup"), ("livenessProbe", "/healthz/live"), ("readinessProbe", "/healthz/ready")];
        Assert.All(probes, probe =>
        {
            Assert.Equal(probe.Path, Text(workload.Container, probe.Probe, "httpGet", "path"));
            Assert.Equal(workload.Role == "proxy" ? "probes" : "admin", Text(workload.Container, probe.Probe, "httpGet", "port"));
        });
    });

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_ResourcesAreBounded(string values) => Assert.All((await chart.RenderAsync(ChartValues.Of(values))).Workloads, workload =>
    {
        var resources = Object(workload.Container, "resources");
        Assert.NotNull(At(resources, "requests", "cpu"));
        Assert.NotNull(At(resources, "requests", "memory"));
        Assert.NotNull(At(resources, "limits", "memory"));
    });

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_OneReplicaAtATimeOwnsTheState(string values) => Assert.All((await chart.RenderAsync(ChartValues.Of(values))).Deployments, workload =>
    {
        // Several share a database that is a server.
        Assert.Equal(ChartValues.IsShared(values) ? "RollingUpdate" : "Recreate", Text(workload.Spec, "strategy", "type"));
        if (!ChartValues.IsShared(values)) Assert.InRange(workload.Spec["replicas"]!.GetValue<long>(), 0, 1);
    });

    [ChartFact]
    public async Task Split_GivesEachRoleItsOwnIdentity()
    {
        var manifests = await chart.RenderAsync(ChartValues.Split);

        var identities = manifests.Deployments.ToDictionary(workload => workload.Role, workload => Text(
            manifests.Named("ServiceAccount", Text(workload.PodSpec, "serviceAccountName")), "metadata", "annotations", "azure.workload.identity/client-id"));
        Assert.Equal("11111111-2222-3333-4444-555555555555", identities["proxy"]);
        Assert.Equal("66666666-7777-8888-9999-aaaaaaaaaaaa", identities["admin"]);
        Assert.All(manifests.Deployments, workload => Assert.Equal("true", Text(workload.Labels, "azure.workload.identity/use")));
    }
}
