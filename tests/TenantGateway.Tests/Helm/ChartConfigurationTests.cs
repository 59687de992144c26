using System.Text.Json.Nodes;
using TenantGateway.Edge.Drain;
using static TenantGateway.Tests.Helm.Manifests;

namespace TenantGateway.Tests.Helm;

/// <summary>What the gateway is told: addresses and directories fit the pod, the operator's part arrives unchanged.</summary>
[Collection(ChartTestGroup.Name)]
public sealed class ChartConfigurationTests(ChartRenderer chart)
{
    private const string Name = "release-name-tenant-gateway";

    [ChartFact]
    public async Task Configuration_FitsVolumesAndPorts()
    {
        var manifests = await chart.RenderAsync(ChartValues.Typical);
        var settings = Settings(manifests);
        var workload = manifests.Deployment;
        var mounts = workload.Mounts.ToDictionary(mount => mount.Key, mount => Text(mount.Value, "mountPath"));
        var ports = workload.Ports.ToDictionary(port => port.Key, port => port.Value["containerPort"]!.GetValue<long>());

        Assert.Equal(mounts["policies"], Text(settings, "Gateway", "Policies", "Directory"));
        Assert.Equal(mounts["state"], Text(settings, "Gateway", "Storage", "Directory"));
        Assert.StartsWith(mounts["state"] + "/", Text(settings, "Gateway", "Keys", "Local", "Directory"));
        Assert.Equal($"http://0.0.0.0:{ports["data"]}", Text(settings, "Gateway", "Listen", "Data"));
        Assert.Equal($"http://0.0.0.0:{ports["admin"]}", Text(settings, "Gateway", "Listen", "Admin"));
        Assert.Equal("local-keys-in-production", Text(settings, "Gateway", "Keys", "Local", "AllowInProduction"));
    }

    [ChartFact]
    public async Task DatabaseServer_IsReachedByASecretFileThatTheGatewayTakes()
    {
        var manifests = await chart.RenderAsync("database: {secretName: gateway-database, key: url}");
        var storage = Object(Settings(manifests), "Gateway", "Storage");

        Assert.Equal("/etc/tenant-gateway-database/url", Text(storage, "PostgreSql", "ConnectionStringFile"));
        Assert.False(storage.ContainsKey("Directory"), "There is one state.");
        Assert.Equal("/etc/tenant-gateway-database", Text(manifests.Deployment.Mounts["database"], "mountPath"));
        Assert.Equal("gateway-database", Text(manifests.Deployment.Volumes["database"], "secret", "secretName"));
    }

    [ChartFact]
    public async Task KeysInAKeyVault_NeedNoConsentToLocalOnes()
    {
        var manifests = await chart.RenderAsync("""
            keys: {local: {allowInProduction: ""}}
            configuration: {gateway: {Keys: {Service: AzureKeyVault, AzureKeyVault: {VaultUri: "https://contoso-keys.vault.azure.net"}}}}
            """);

        Assert.Equal("AzureKeyVault", Text(Settings(manifests), "Gateway", "Keys", "Service"));
    }

    [ChartFact]
    public async Task Environment_NamesTheConfigurationAndProduction()
    {
        var manifests = await chart.RenderAsync("");
        var environment = manifests.Deployment.Environment.ToDictionary(variable => variable.Key, variable => Text(variable.Value, "value"));

        Assert.Equal("Production", environment["ASPNETCORE_ENVIRONMENT"]);
        Assert.Equal("/etc/tenant-gateway/appsettings.json", environment["TENANTGATEWAY_CONFIG"]);
        Assert.Equal("/etc/tenant-gateway", Text(manifests.Deployment.Mounts["configuration"], "mountPath"));
    }

    // What comes after the drain is killed with the pod where it is left out of the sum.
    [ChartFact]
    public async Task GracePeriod_IsWhatTheGatewayTakesByDefault()
    {
        var drain = new DrainOptions();

        Assert.Equal(
            drain.WaitSeconds + drain.DeadlineSeconds + ServerDrain.TimeOfOthers.TotalSeconds,
            (await chart.RenderAsync("")).Deployment.PodSpec["terminationGracePeriodSeconds"]!.GetValue<long>());
    }

    [ChartFact]
    public async Task Roles_AreArgumentsAndHaveTheirPorts()
    {
        var manifests = await chart.RenderAsync(ChartValues.Split);

        Assert.Equal(["--role admin: admin", "--role proxy: data,probes"], manifests.Deployments.Select(workload =>
            $"{string.Join(' ', workload.Container["args"]!.AsArray().Select(argument => argument!.GetValue<string>()))}: {string.Join(',', workload.Ports.Keys.Order())}").Order());
        Assert.Equal("http://0.0.0.0:8082", Text(Settings(manifests), "Gateway", "Listen", "Probes"));
        Assert.Equal("WorkloadIdentity", Text(Settings(manifests), "Gateway", "Keys", "AzureKeyVault", "Credential", "Kind"));
    }

    [ChartFact]
    public async Task Migration_RunsBeforeAnUpgradeOfAServersSchema()
    {
        var job = Assert.Single((await chart.RenderAsync(ChartValues.Split)).Workloads, workload => workload.Kind == "Job");

        Assert.Equal("pre-upgrade", Text(job.Manifest, "metadata", "annotations", "helm.sh/hook"));
        Assert.Equal("--migrate", Text(job.Container, "args", "0"));
        Assert.Contains("database", job.Mounts.Keys);
        Assert.Empty((await chart.RenderAsync("")).OfKind("Job"));
        Assert.Empty((await chart.RenderAsync("{database: {secretName: gateway-database}, migration: {enabled: false}}")).OfKind("Job"));
    }

    [ChartFact]
    public async Task GivenConfiguration_ArrivesUnchanged()
    {
        var settings = Settings(await chart.RenderAsync(ChartValues.Typical));

        Assert.Equal("https://login.example.com/", Text(settings, "Gateway", "Issuers", "0", "Issuer"));
        Assert.Equal("api.example.com", Text(settings, "Gateway", "Hosts", "Shared", "0"));
        Assert.Equal("/crm/{**rest}", Text(settings, "ReverseProxy", "Routes", "crm", "Match", "Path"));
        Assert.Equal("http://crm:8080", Text(settings, "ReverseProxy", "Clusters", "crm", "Destinations", "one", "Address"));
    }

    [ChartFact]
    public async Task Policies_ArriveAsFilesOfTheirNames()
    {
        var data = Object((await chart.RenderAsync(ChartValues.Typical)).Named("ConfigMap", Name + "-policies"), "data");

        Assert.Equal(["billing.json", "crm.json"], data.Select(pair => pair.Key).Order());
        Assert.Equal("{ \"name\": \"billing\" }\n", Text(data, "billing.json"));
        Assert.Equal(1000000, JsonNode.Parse(Text(data, "crm.json"))!["limit"]!.GetValue<int>());
    }

    [ChartTheory]
    [InlineData("configuration: {gateway: {Hosts: {Shared: [other.example.com]}}}", "checksum/configuration")]
    [InlineData("policies: {other.json: {name: other}}", "checksum/policies")]
    public async Task ChangedFile_ReplacesThePods(string change, string checksum)
    {
        var before = Annotations(await chart.RenderAsync(""));
        var after = Annotations(await chart.RenderAsync(change));

        Assert.Equal([checksum], before.Keys.Where(name => before[name] != after[name]));
    }

    private static JsonNode Settings(Manifests manifests) =>
        JsonNode.Parse(Text(manifests.Named("ConfigMap", Name + "-configuration"), "data", "appsettings.json"))!;

    private static Dictionary<string, string> Annotations(Manifests manifests) =>
        Object(manifests.Deployment.Pod, "metadata", "annotations").ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>());
}
