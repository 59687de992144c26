using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TenantGateway.Tests.Demo;
using static TenantGateway.Tests.Helm.Manifests;

namespace TenantGateway.Tests.Helm;

/// <summary>The gateway reads every setting that the chart makes, and finds what it needs: it validates them as at a start.</summary>
[Collection(ChartTestGroup.Name)]
public sealed class ChartStartTests(ChartRenderer chart)
{
    private const string Connection = "Host=db.example.com;Database=gateway;Username=gateway;Password=not-a-secret;SSL Mode=Require";

    public static TheoryData<string> Matrix => ChartValues.Names;

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_SettingsAreOnesThatTheGatewayReads(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));

        Assert.All(manifests.Workloads.Where(workload => workload.Volumes.ContainsKey("configuration")), workload => KnownSettings.Check(Read(Settings(manifests, workload).ToJsonString())));
    }

    [ChartTheory, MemberData(nameof(Matrix))]
    public async Task AnyValues_FilesThatSettingsNameLieWhereSomethingIsMounted(string values)
    {
        var manifests = await chart.RenderAsync(ChartValues.Of(values));

        foreach (var workload in manifests.Deployments)
        {
            var mounts = workload.Mounts.Values.Select(mount => Text(mount, "mountPath")).ToList();
            // The local key service's directory counts where the keys are in no vault.
            var paths = Read(Object(Settings(manifests, workload), "Gateway").ToJsonString()).AsEnumerable()
                .Where(setting => setting.Value?.StartsWith('/') == true && !(ChartValues.IsShared(values) && setting.Key == "Keys:Local:Directory"));
            Assert.All(paths, setting => Assert.Contains(mounts, mount => setting.Value == mount || setting.Value!.StartsWith(mount + "/", StringComparison.Ordinal)));
        }
    }

    [ChartTheory]
    [InlineData("minimal")]
    [InlineData("typical")]
    [InlineData("database server")]
    [InlineData("replicas")]
    [InlineData("split")]
    public async Task Settings_AreValidAtTheStartOfEveryRole(string values)
    {
        using var pod = new TemporaryDirectory();
        var manifests = await chart.RenderAsync(ChartValues.Of(values));
        foreach (var file in (string[])["connection-string", "url"]) WriteSecret(Path.Combine(pod.Path, "etc", "tenant-gateway-database", file));

        foreach (var workload in manifests.Deployments)
        {
            var settings = Settings(manifests, workload).ToJsonString().Replace("\"/", $"\"{pod.Path}/", StringComparison.Ordinal);
            using var host = Gateway.CreateHost(
                [.. workload.Container["args"]!.AsArray().Select(argument => argument!.GetValue<string>()), "--environment", "Production"],
                configuration => configuration.AddJsonStream(Stream(settings)));

            host.Services.GetRequiredService<IStartupValidator>().Validate();
        }
    }

    private static JsonNode Settings(Manifests manifests, Workload workload) =>
        JsonNode.Parse(Text(manifests.Named("ConfigMap", Text(workload.Volumes["configuration"], "configMap", "name")), "data", "appsettings.json"))!;

    private static IConfigurationRoot Read(string json) => new ConfigurationBuilder().AddJsonStream(Stream(json)).Build();

    private static MemoryStream Stream(string json) => new(Encoding.UTF8.GetBytes(json));

    private static void WriteSecret(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Connection);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
    }
}
