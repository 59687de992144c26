namespace TenantGateway.Tests.Helm;

/// <summary>Values that the chart refuses, with a message that says which and why.</summary>
[Collection(ChartTestGroup.Name)]
public sealed class ChartRefusalTests(ChartRenderer chart)
{
    [ChartTheory]
    [InlineData("replicaCount: 2", "replicaCount: 1 at most")]
    [InlineData("replicaCount: 2", "name a PostgreSQL server by database.secretName")]
    [InlineData("{replicaCount: 2, database: {secretName: db}}", "set configuration.gateway.Keys.Service to AzureKeyVault")]
    [InlineData("{replicaCount: 2, database: {secretName: db}, configuration: {gateway: {Keys: {Service: AzureKeyVault}}}}", "tombstones.accessMode: ReadWriteMany for several replicas")]
    [InlineData("split: true", "split: false only; the state is an embedded database")]
    [InlineData("autoscaling: {enabled: true}", "autoscaling.enabled: false only; the state is an embedded database")]
    [InlineData("{autoscaling: {enabled: true, minReplicas: 9}, database: {secretName: db}, tombstones: {existingClaim: t}, configuration: {gateway: {Keys: {Service: AzureKeyVault}}}}", "autoscaling.minReplicas: more than autoscaling.maxReplicas")]
    [InlineData("secretsStore: {vaultName: contoso-secrets}", "workloadIdentity.clientId: name the identity")]
    [InlineData("{secretsStore: {vaultName: contoso-secrets}, workloadIdentity: {clientId: 11111111-2222-3333-4444-555555555555}}", "secretsStore.secrets: name what is read")]
    [InlineData("workloadIdentity: {clientId: gateway}", "workloadIdentity.clientId")]
    [InlineData("secrets: {redis: {}}", "secretName is required")]
    [InlineData("secrets: {\"../redis\": {secretName: redis}}", "Additional property ../redis is not allowed")]
    [InlineData("ingress: {enabled: true, hosts: [api.example.com]}", "ingress: name hosts and tlsSecretName")]
    [InlineData("ingress: {hosts: [\"http://api.example.com\"]}", "ingress.hosts.0")]
    [InlineData("httpRoute: {enabled: true, hosts: [api.example.com]}", "httpRoute: name hosts and parentRefs")]
    [InlineData("topologySpread: {zones: never}", "topologySpread.zones")]
    [InlineData("preStopSleepSeconds: 10", "terminationGracePeriodSeconds: 55 at least")]
    [InlineData("networkPolicy: {egress: {crm: {to: [{podSelector: {}}], ports: [80], roles: [none]}}}", "networkPolicy.egress.crm.roles.0")]
    [InlineData("replicaCount: -1", "replicaCount")]
    [InlineData("database: {secretName: \"a b\"}", "database.secretName")]
    [InlineData("database: {key: \"../x\"}", "database.key")]
    [InlineData("keys: {local: {allowInProduction: \"\"}}", "write local-keys-in-production to accept that")]
    [InlineData("keys: {local: {allowInProduction: \"true\"}}", "keys.local.allowInProduction")]
    [InlineData("configuration: {gateway: {Issuers: []}}", "configuration.gateway.Issuers: name at least one issuer")]
    [InlineData("image: {repository: \"\"}", "image.repository: name the registry")]
    [InlineData("image: {tag: latest}", "image.tag: latest names another image every time")]
    [InlineData("image: {digest: \"sha256:12\"}", "image.digest")]
    [InlineData("networkPolicy: {egress: {crm: {to: [], ports: [8080]}}}", "networkPolicy.egress.crm.to")]
    [InlineData("networkPolicy: {egress: {crm: {to: [{podSelector: {}}], ports: []}}}", "networkPolicy.egress.crm.ports")]
    [InlineData("networkPolicy: {admin: {from: [{}]}}", "networkPolicy.admin.from.0")]
    [InlineData("adminService: {type: LoadBalancer}", "Additional property type is not allowed")]
    [InlineData("resources: {limits: null}", "limits is required")]
    [InlineData("persistence: {accessMode: ReadWriteMany}", "persistence.accessMode")]
    [InlineData("podLabels: {version: 1.0}", "podLabels.version")]
    [InlineData("policies: {crm.yaml: {}}", "Additional property crm.yaml is not allowed")]
    [InlineData("policies: {crm.json: \"{ no json\"}", "invalid character")]
    [InlineData("terminationGracePeriodSeconds: 44", "terminationGracePeriodSeconds: 45 at least")]
    [InlineData("configuration: {gateway: {Drain: {DeadlineSeconds: 31}}}", "terminationGracePeriodSeconds: 46 at least")]
    [InlineData("configuration: {gateway: {drain: {waitSeconds: \"20\"}}}", "terminationGracePeriodSeconds: 60 at least")]
    public async Task UnsafeValue_IsRefusedByName(string value, string message) =>
        Assert.Contains(message, await chart.RefuseAsync(value));

    [ChartTheory]
    [InlineData("replicas: 1", "Additional property replicas is not allowed")]
    [InlineData("image: {name: x}", "Additional property name is not allowed")]
    [InlineData("configuration: {gateways: {}}", "Additional property gateways is not allowed")]
    [InlineData("configuration: {reverseProxy: {routes: {}}}", "Additional property routes is not allowed")]
    public async Task UnknownValue_IsRefusedByName(string value, string message) =>
        Assert.Contains(message, await chart.RefuseAsync(value));

    [ChartTheory]
    [InlineData("{Listen: {Data: \"http://*:80\"}}", "configuration.gateway.Listen.Data: set by the chart, leave it out")]
    [InlineData("{Listen: {probes: \"http://*:80\"}}", "configuration.gateway.Listen.Probes: set by the chart, leave it out")]
    [InlineData("{Role: proxy}", "configuration.gateway.Role: set by the chart, leave it out")]
    [InlineData("{Storage: {Directory: /data}}", "configuration.gateway.Storage.Directory: set by the chart, leave it out")]
    [InlineData("{Keys: {Local: {AllowInProduction: yes}}}", "configuration.gateway.Keys.Local.AllowInProduction: set by the chart, leave it out")]
    [InlineData("{Keys: none}", "configuration.gateway.Keys: set by the chart, leave it out")]
    [InlineData("{storage: {Size: 1}}", "configuration.gateway.storage: write Storage")]
    public async Task SettingOfTheChart_IsRefusedByName(string gateway, string message) =>
        Assert.Contains(message, await chart.RefuseAsync($"configuration: {{gateway: {gateway}}}"));
}
