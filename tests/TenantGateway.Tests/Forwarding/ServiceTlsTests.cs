using System.Security.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Certificates;
using TenantGateway.Core.Certificates;
using TenantGateway.Tests.Certificates;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Forwarding;

/// <summary>Who a service is, the gateway knows before it sends it anything; and who the gateway is, the service.</summary>
public sealed class ServiceTlsTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _files = new();
    private readonly TestPki _pki;
    private readonly LogRecorder _logs = new();
    private TlsService? _service;
    private GatewayWorld? _world;

    public ServiceTlsTests() => _pki = new TestPki(_files.Path);

    private TlsService Service => _service ?? throw new InvalidOperationException("Not started.");

    private GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_world is not null) await _world.DisposeAsync();
        if (_service is not null) await _service.DisposeAsync();
        _logs.Dispose();
        _pki.Dispose();
        _files.Dispose();
    }

    [Theory]
    [InlineData("1.1", "HTTP/1.1")]
    [InlineData("2", "HTTP/2")]
    public async Task ServiceOfThePinnedAuthority_IsCalledInBothVersionsOfHttp(string version, string protocol)
    {
        await StartAsync(more: new() { ["ReverseProxy:Clusters:crm:HttpRequest:Version"] = version, ["ReverseProxy:Clusters:crm:HttpRequest:VersionPolicy"] = "RequestVersionExact" });
        Service.Certificate = _pki.Issue(["localhost"]);

        Assert.Equal((200, null), await CallAsync());
        Assert.Equal([protocol], Service.Requests);
    }

    [Fact]
    public async Task IntermediateThatTheServiceSends_IsFollowed()
    {
        await StartAsync();
        using var intermediate = new TestPki(_files.Path, _pki);
        // Of two authorities in the file the second is not self-signed.
        TestPki.Replace(Path.Combine(_files.Path, "pinned.pem"), $"{_pki.Authority.ExportCertificatePem()}\n{intermediate.Authority.ExportCertificatePem()}");
        Look();
        Service.Certificate = intermediate.Issue(["localhost"]);

        Assert.Equal((200, null), await CallAsync());
    }

    [Theory]
    [InlineData("of another authority")]
    [InlineData("for another host")]
    [InlineData("expired")]
    [InlineData("not valid yet")]
    [InlineData("for clients")]
    public async Task ServiceThatIsNotTheOne_GetsNothing(string what)
    {
        await StartAsync();
        using var other = new TestPki(_files.Path);
        Service.Certificate = what switch
        {
            "of another authority" => other.Issue(["localhost"]),
            "for another host" => _pki.Issue(["elsewhere.example"]),
            "expired" => _pki.Issue(["localhost"], startsInDays: -10, validDays: 9),
            "not valid yet" => _pki.Issue(["localhost"], startsInDays: 1),
            _ => _pki.Issue(["localhost"], CertificateUsage.Client),
        };

        Assert.Equal((502, "service_unavailable"), await CallAsync());
        Assert.Empty(Service.Requests);
        Assert.Contains(_logs.Lines, line => line.Contains(" 5001: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AuthorityOfTheSystem_IsNoneOfTheTest()
    {
        await StartAsync(pinned: false);
        Service.Certificate = _pki.Issue(["localhost"]);

        Assert.Equal((502, "service_unavailable"), await CallAsync());
        Assert.Empty(Service.Requests);
    }

    [Fact]
    public async Task ServiceWithOldTls_GetsNothing()
    {
#pragma warning disable SYSLIB0039, CA5397 // To be refused.
        await StartAsync(protocols: SslProtocols.Tls11);
#pragma warning restore SYSLIB0039, CA5397
        Service.Certificate = _pki.Issue(["localhost"]);

        Assert.Equal((502, "service_unavailable"), await CallAsync());
        Assert.Empty(Service.Requests);
    }

    [Fact]
    public async Task AuthorityThatIsTakenOut_CountsNoMoreOnConnectionsThatAreOpen()
    {
        await StartAsync();
        using var other = new TestPki(_files.Path);
        Service.Certificate = _pki.Issue(["localhost"]);
        Assert.Equal((200, null), await CallAsync());

        TestPki.Replace(Path.Combine(_files.Path, "pinned.pem"), other.Authority.ExportCertificatePem());
        Look();
        Assert.Equal((502, "service_unavailable"), await CallAsync());
        Service.Certificate = other.Issue(["localhost"]);
        Assert.Equal((200, null), await CallAsync());

        TestPki.Replace(Path.Combine(_files.Path, "pinned.pem"), "broken");
        Look();
        Assert.Equal((200, null), await CallAsync());
        Assert.Contains(_logs.Lines, line => line.Contains(" 601: Cluster crm CertificateAuthorities was changed and cannot be used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ClientCertificate_IsShownWithItsChainAndRenewed()
    {
        using var intermediate = new TestPki(_files.Path, _pki);
        using var first = intermediate.Issue([TestPki.Nameless], CertificateUsage.Client);
        using var second = intermediate.Issue([TestPki.Nameless], CertificateUsage.Client);
        var chain = intermediate.Authority.ExportCertificatePem();
        var (certificate, key) = _pki.Write("own", first, chain);
        await StartAsync(isAsking: true, more: new()
        {
            ["ReverseProxy:Clusters:crm:Metadata:ClientCertificate"] = certificate,
            ["ReverseProxy:Clusters:crm:Metadata:ClientCertificateKey"] = key,
        });
        Service.Certificate = _pki.Issue(["localhost"]);
        Service.Demanded = first.Thumbprint;

        Assert.Equal((200, null), await CallAsync());
        Assert.Equal(first.Thumbprint, Service.Shown?.Thumbprint);
        Assert.True(Service.Shown?.Intermediates >= 1);

        _pki.Write("own", second, chain);
        Look();
        Service.Demanded = second.Thumbprint;
        Assert.Equal((200, null), await CallAsync());
        Assert.Equal(second.Thumbprint, Service.Shown?.Thumbprint);
    }

    [Fact]
    public async Task ConfigurationReadAgain_TakesOtherFilesOrIsRefusedAsAWhole()
    {
        await StartAsync();
        using var other = new TestPki(_files.Path);
        Service.Certificate = other.Issue(["localhost"]);
        var configuration = (IConfigurationRoot)World.Gateway.Services.GetRequiredService<IConfiguration>();
        void Set(string path)
        {
            configuration["ReverseProxy:Clusters:crm:Metadata:CertificateAuthorities"] = path;
            configuration.Reload();
        }

        Set("/nowhere/authorities.pem");
        await Eventually.IsTrueAsync(() => _logs.Lines.Any(line => line.StartsWith("Error Yarp", StringComparison.Ordinal) && line.Contains("a file is missing", StringComparison.Ordinal)));
        Assert.Equal((502, "service_unavailable"), await CallAsync());

        Set(other.AuthorityFile);
        await Eventually.IsTrueAsync(async () => await CallAsync() == (200, null));

        // What no cluster uses any more raises no alarms.
        var files = World.Gateway.Services.GetRequiredService<CertificateFiles>();
        await Eventually.IsTrueAsync(() =>
        {
            GC.Collect();
            return files.Watched.Length == 1;
        });
        Assert.Equal(other.AuthorityFile, Assert.Single(Assert.Single(files.Watched).Files).Path);
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        { "HttpClient:DangerousAcceptAnyServerCertificate", "true", "accepts any server certificate" },
        { "HttpClient:SslProtocols:0", "Tls11", "allows TLS older than 1.2" },
        { "Metadata:ClientCertificate", "/a.pem", "has one of ClientCertificate and ClientCertificateKey" },
        { "Metadata:CertificateAuthority", "/a.pem", "'CertificateAuthority' in its Metadata, which nothing reads" },
        { "Metadata:CertificateAuthorities", "/nowhere/a.pem", "a file is missing" },
        { "Destinations:only:Address", "http://127.0.0.1:1/", "its destination 'only' is not https" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task ClusterThatWouldTrustAnybody_RefusesTheStart(string setting, string value, string told)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(more: new() { [$"ReverseProxy:Clusters:crm:{setting}"] = value }));

        Assert.Contains(told, refused.ToString(), StringComparison.Ordinal);
    }

    private void Look()
    {
        for (var i = 0; i < 2; i++)
        {
            foreach (var file in World.Gateway.Services.GetRequiredService<CertificateFiles>().Watched) file.Refresh();
        }
    }

    private async Task<(int Status, string? Reason)> CallAsync()
    {
        var answer = await Answer.ReadAsync(await World.SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", """{"name":"Ada"}"""));
        return (answer.Status, answer.Reason);
    }

    private async Task StartAsync(bool pinned = true, bool isAsking = false, SslProtocols protocols = SslProtocols.None, Dictionary<string, string?>? more = null)
    {
        _service = await TlsService.StartAsync(isAsking, protocols);
        var settings = new Dictionary<string, string?>
        {
            ["Gateway:Certificates:PollSeconds"] = "3600",
            ["ReverseProxy:Clusters:crm:Destinations:only:Address"] = _service.Address.AbsoluteUri,
        };
        if (pinned)
        {
            settings["ReverseProxy:Clusters:crm:Metadata:CertificateAuthorities"] = Path.Combine(_files.Path, "pinned.pem");
            TestPki.Replace(Path.Combine(_files.Path, "pinned.pem"), _pki.Authority.ExportCertificatePem());
        }

        foreach (var (key, value) in more ?? []) settings[key] = value;
        _world = await GatewayWorld.StartAsync(settings, services: _logs.AddTo);
    }
}
