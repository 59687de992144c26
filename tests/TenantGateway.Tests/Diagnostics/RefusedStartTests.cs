using TenantGateway.Tests.Certificates;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>The process says in plain lines everything that keeps it from starting, and ends with 1.</summary>
public sealed class RefusedStartTests : IDisposable
{
    private const string Valid = """{"name":"contacts","request":"protect","response":"reveal","fields":[{"select":"$.email","class":"email"}]}""";

    private readonly TemporaryDirectory _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task InvalidPolicies_AreAllTold()
    {
        WritePolicy("contacts.json", """{"name":"contacts","request":"protect","response":"reveal","fields":[{"select":"$.email","class":"e mail"},{"select":"$[?x]","class":"name"}]}""");
        WritePolicy("orders.json", """{"name":"orders",""");
        WritePolicy("people.json", """{"name":"people","request":"protekt","response":"reveal","fields":[]}""");

        var told = await StartAsync();

        foreach (var place in (string[])["contacts.json $.fields[0].class: ", "contacts.json $.fields[1].select: ", "orders.json $: ", "people.json $.request: "]) Assert.Contains(place, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingPolicyOfARoute_IsTold()
    {
        WritePolicy("orders.json", Valid.Replace("contacts", "orders", StringComparison.Ordinal));

        Assert.Contains("No file defines the policy 'contacts', which a route names.", await StartAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RoutesWithoutAPolicyOrWithTransforms_AreAllTold()
    {
        WritePolicy("contacts.json", Valid);

        var told = await StartAsync(
            ("ReverseProxy__Routes__bare__ClusterId", "crm"), ("ReverseProxy__Routes__bare__Match__Path", "/bare"),
            ("ReverseProxy__Routes__crm__Transforms__0__RequestHeaderOriginalHost", "true"));

        Assert.Contains("Route 'bare' names no policy", told, StringComparison.Ordinal);
        Assert.Contains("Route 'crm' configures transforms", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OptionsOfSeveralSections_AreAllTold()
    {
        WritePolicy("contacts.json", Valid);

        var told = await StartAsync(
            ("Gateway__Listen__Data", "http://localhost:80"), ("Gateway__Listen__Admin", "https://127.0.0.1:81"), ("Gateway__Forwarding__RequestHeaders__0", "Cookie"),
            ("Gateway__Policies__PollSeconds", "0"), ("Gateway__Content__MaxUnitBytes", "1"));

        foreach (var key in (string[])["Gateway:Listen:Data: ", "Gateway:Listen:Admin: ", "Gateway:Forwarding:RequestHeaders: 'Cookie'", "PollSeconds", "MaxUnitBytes"]) Assert.Contains(key, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownRole_IsToldWithAllElse()
    {
        WritePolicy("contacts.json", Valid);

        var told = await StartAsync(("Gateway__Role", "worker"), ("Gateway__Listen__Probes", "localhost:1"), ("Gateway__Changes__PollSeconds", "0"));

        Assert.Contains("Gateway:Role: 'worker' is no role. Give proxy, admin or all.", told, StringComparison.Ordinal);
        foreach (var key in (string[])["Gateway:Listen:Probes: 'localhost:1'", "Gateway:Changes:PollSeconds must be"]) Assert.Contains(key, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownSettings_AreAllTold()
    {
        var told = await StartAsync(("Gateway__Lisen__Data", "http://127.0.0.1:0"), ("Gateway__Content__MaxUnitByte", "1"));

        Assert.Contains("Gateway:Lisen: nothing reads this setting.", told, StringComparison.Ordinal);
        Assert.Contains("Gateway:Content:MaxUnitByte: nothing reads this setting.", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnfitCertificate_IsTold()
    {
        WritePolicy("contacts.json", Valid);
        using var pki = new TestPki(_state.Path);
        var (certificate, key) = pki.Write("expired", pki.Issue(["localhost"], startsInDays: -10, validDays: 9));

        var told = await StartAsync(("Gateway__Listen__Data", "https://127.0.0.1:0"), ("Gateway__Tls__Certificates__0__Certificate", certificate), ("Gateway__Tls__Certificates__0__Key", key));

        Assert.Equal($"The gateway does not start:\n  Gateway:Tls:Certificates:0 ({certificate}, {key}): the certificate has expired. Renew it.", told);
    }

    [Fact]
    public async Task ClusterThatTrustsAnybody_IsTold()
    {
        WritePolicy("contacts.json", Valid);

        var told = await StartAsync(("ReverseProxy__Clusters__crm__HttpClient__DangerousAcceptAnyServerCertificate", "true"), ("ReverseProxy__Clusters__crm__HttpClient__SslProtocols__0", "Tls11"));

        Assert.Contains("Cluster 'crm' accepts any server certificate.", told, StringComparison.Ordinal);
        Assert.Contains("Cluster 'crm' allows TLS older than 1.2.", told, StringComparison.Ordinal);
    }

    private void WritePolicy(string name, string json)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_state.Path, "policies"));
        File.WriteAllText(Path.Combine(folder.FullName, name), json);
    }

    private async Task<string> StartAsync(params (string Name, string? Value)[] settings)
    {
        await using var gateway = ChildProgram.Start(ChildProgram.Dotnet("TenantGateway"),
        [
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("Gateway__Listen__Data", "http://127.0.0.1:0"),
            ("Gateway__Listen__Admin", "http://127.0.0.1:0"),
            ("Gateway__Storage__Directory", Path.Combine(_state.Path, "gateway")),
            ("Gateway__Keys__Local__Directory", Path.Combine(_state.Path, "keys")),
            ("Gateway__Policies__Directory", Path.Combine(_state.Path, "policies")),
            ("Gateway__Issuers__0__Issuer", "https://login.example/"),
            ("Gateway__Issuers__0__DataAudience", "https://api.example"),
            ("ReverseProxy__Routes__crm__ClusterId", "crm"),
            ("ReverseProxy__Routes__crm__Match__Path", "/crm/{**rest}"),
            ("ReverseProxy__Routes__crm__Metadata__Policy", "contacts"),
            ("ReverseProxy__Clusters__crm__Destinations__only__Address", "http://127.0.0.1:1/"),
            .. settings,
        ]);

        Assert.Equal(1, await gateway.ExitAsync());
        Assert.StartsWith("The gateway does not start:\n", gateway.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", gateway.Output + gateway.Error, StringComparison.Ordinal);
        return gateway.Error;
    }
}
