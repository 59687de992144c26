using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TenantGateway.Edge;
using TenantGateway.Edge.Tls;
using TenantGateway.Tests.Certificates;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.Edge.Tls;

/// <summary>Settings that would leave a door open that somebody thinks is shut do not start.</summary>
public sealed class TlsOptionsTests
{
    [Theory]
    [InlineData("MinimumVersion must be 1.2 or 1.3", "Tls:MinimumVersion=1.1")]
    [InlineData("HandshakeSeconds must be 1 to 60", "Tls:HandshakeSeconds=0")]
    [InlineData("Certificates:0:Key is empty", "Tls:Certificates:0:Certificate=/a.pem")]
    [InlineData("Certificates:0:Certificate is empty", "Tls:Certificates:0:Key=/a.key")]
    [InlineData("ClientAuthorities is empty", "Listen:Data=https://127.0.0.1:1", "Tls:ClientCertificates:Data=Optional")]
    [InlineData("nobody is asked for a certificate", "Tls:ClientAuthorities=/a.pem")]
    [InlineData("Gateway:Listen:Data is not https", "Tls:ClientAuthorities=/a.pem", "Tls:ClientCertificates:Data=Required")]
    [InlineData("Gateway:Listen:Admin is not https", "Tls:ClientAuthorities=/a.pem", "Tls:ClientCertificates:Admin=Optional")]
    [InlineData("Gateway:Listen:DataHttp2 takes callers without", "Listen:Data=https://127.0.0.1:1", "Listen:DataHttp2=http://127.0.0.1:2", "Tls:Certificates:0:Certificate=/a.pem", "Tls:Certificates:0:Key=/a.key", "Tls:ClientAuthorities=/a.pem", "Tls:ClientCertificates:Data=Required")]
    [InlineData("must be None, Optional or Required", "Listen:Data=https://127.0.0.1:1", "Tls:ClientAuthorities=/a.pem", "Tls:ClientCertificates:Data=7")]
    public void SettingThatContradictsItself_IsRefused(string told, params string[] settings) =>
        Assert.Contains(told, Assert.Single(Assert.Throws<OptionsValidationException>(() => Read(settings)).Failures), StringComparison.Ordinal);

    [Fact]
    public void DemandOnBothPlanesOverTls_IsFine() => Assert.Equal(ClientCertificates.Required, Read(
        "Listen:Data=https://127.0.0.1:1", "Listen:Admin=https://127.0.0.1:2", "Tls:Certificates:0:Certificate=/a.pem", "Tls:Certificates:0:Key=/a.key", "Tls:ClientAuthorities=/a.pem", "Tls:ClientCertificates:Data=Required", "Tls:ClientCertificates:Admin=Required").ClientCertificates.Admin);

    [Fact]
    public async Task HttpsWithoutACertificate_RefusesTheStart()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => TenantGateway.Tests.World.GatewayWorld.StartAsync(new Dictionary<string, string?> { ["Gateway:Listen:Data"] = "https://127.0.0.1:0" }));

        Assert.Contains("Gateway:Tls:Certificates names no certificate", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokenCertificate_RefusesTheStart()
    {
        using var directory = new TemporaryDirectory();
        using var pki = new TestPki(directory.Path);
        var (certificate, key) = pki.Write("expired", pki.Issue(["localhost"], startsInDays: -10, validDays: 9));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TenantGateway.Tests.World.GatewayWorld.StartAsync(new Dictionary<string, string?>
        {
            ["Gateway:Listen:Data"] = "https://127.0.0.1:0", ["Gateway:Tls:Certificates:0:Certificate"] = certificate, ["Gateway:Tls:Certificates:0:Key"] = key,
        }));

        Assert.Equal($"Gateway:Tls:Certificates:0 ({certificate}, {key}): the certificate has expired. Renew it.", refused.Message);
    }

    private static TlsOptions Read(params string[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>($"Gateway:{setting.Split('=')[0]}", setting.Split('=')[1]))).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddEdge(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<TlsOptions>>().Value;
    }
}
