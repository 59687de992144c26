using k8s;
using k8s.Models;

namespace TenantGateway.Tests.Helm;

/// <summary>Every object is one that a cluster knows, down to its last property: a misspelt one would be dropped without a word.</summary>
[Collection(ChartTestGroup.Name)]
public sealed class ChartModelTests(ChartRenderer chart)
{
    private static readonly Dictionary<string, Type> Extensions = new()
    {
        ["secrets-store.csi.x-k8s.io/v1/SecretProviderClass"] = typeof(Extension<SecretProviderClassSpec>),
        ["gateway.networking.k8s.io/v1/HTTPRoute"] = typeof(Extension<HttpRouteSpec>),
        ["monitoring.coreos.com/v1/ServiceMonitor"] = typeof(Extension<ServiceMonitorSpec>),
        ["monitoring.coreos.com/v1/PrometheusRule"] = typeof(Extension<PrometheusRuleSpec>),
    };

    public static TheoryData<string> Matrix => ChartValues.Names;

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_RenderWhatTheModelsOfKubernetesKnow(string values)
    {
        var text = await chart.RenderTextAsync(ChartValues.Of(values));

        Assert.Equal((await chart.RenderAsync(ChartValues.Of(values))).All.Count, Read(text).Count);
    }

    [Fact]
    public void PropertyThatKubernetesDoesNotKnow_IsRefused() =>
        Assert.ThrowsAny<Exception>(() => Read("{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {port: []}}"));

    [Fact]
    public void PropertyThatAnExtensionDoesNotKnow_IsRefused() => Assert.ThrowsAny<Exception>(() => Read(
        "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: a}, spec: {hosts: []}}"));

    private static List<object> Read(string yaml) => KubernetesYaml.LoadAllFromString(yaml, Extensions, strict: true);

    private sealed class Extension<TSpec>
    {
        public string ApiVersion { get; set; } = "";

        public string Kind { get; set; } = "";

        public V1ObjectMeta Metadata { get; set; } = new();

        public TSpec? Spec { get; set; }
    }

    private sealed class SecretProviderClassSpec
    {
        public string Provider { get; set; } = "";

        public Dictionary<string, string> Parameters { get; set; } = [];

        public List<SecretObject> SecretObjects { get; set; } = [];
    }

    private sealed class SecretObject
    {
        public string SecretName { get; set; } = "";

        public string Type { get; set; } = "";

        public List<SecretObjectKey> Data { get; set; } = [];
    }

    private sealed class SecretObjectKey
    {
        public string Key { get; set; } = "";

        public string ObjectName { get; set; } = "";
    }

    private sealed class HttpRouteSpec
    {
        public List<ParentReference> ParentRefs { get; set; } = [];

        public List<string> Hostnames { get; set; } = [];

        public List<HttpRouteRule> Rules { get; set; } = [];
    }

    private sealed class ParentReference
    {
        public string Name { get; set; } = "";

        public string? Namespace { get; set; }

        public string? SectionName { get; set; }

        public int? Port { get; set; }
    }

    private sealed class HttpRouteRule
    {
        public List<HttpRouteMatch> Matches { get; set; } = [];

        public List<HttpBackendReference> BackendRefs { get; set; } = [];
    }

    private sealed class HttpRouteMatch
    {
        public HttpPathMatch? Path { get; set; }
    }

    private sealed class HttpPathMatch
    {
        public string Type { get; set; } = "";

        public string Value { get; set; } = "";
    }

    private sealed class HttpBackendReference
    {
        public string Name { get; set; } = "";

        public int Port { get; set; }
    }

    private sealed class ServiceMonitorSpec
    {
        public V1LabelSelector? Selector { get; set; }

        public List<ServiceMonitorEndpoint> Endpoints { get; set; } = [];
    }

    private sealed class ServiceMonitorEndpoint
    {
        public string Port { get; set; } = "";

        public string Path { get; set; } = "";

        public string Interval { get; set; } = "";
    }

    private sealed class PrometheusRuleSpec
    {
        public List<RuleGroup> Groups { get; set; } = [];
    }

    private sealed class RuleGroup
    {
        public string Name { get; set; } = "";

        public List<AlertRule> Rules { get; set; } = [];
    }

    private sealed class AlertRule
    {
        public string Alert { get; set; } = "";

        public string Expr { get; set; } = "";

        public string For { get; set; } = "";

        public Dictionary<string, string> Labels { get; set; } = [];

        public Dictionary<string, string> Annotations { get; set; } = [];
    }
}
