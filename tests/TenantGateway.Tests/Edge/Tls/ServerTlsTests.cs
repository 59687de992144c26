using System.Diagnostics.Metrics;
using System.Security.Authentication;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Tests.Certificates;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Keys;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge.Tls;

/// <summary>What the planes speak over TLS: versions, protocols, certificates by name.</summary>
public sealed class ServerTlsTests(TlsWorld tls) : IClassFixture<TlsWorld>
{
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task CurrentVersion_IsSpokenWithForwardSecrecyAndAuthenticatedEncryption(SslProtocols version)
    {
        foreach (var plane in (Uri[])[tls.World.DataPlane, tls.World.AdminPlane])
        {
            await using var stream = await new TlsCaller(plane, tls.Pki.Authority) { Protocols = version }.ConnectAsync();

            Assert.Equal(version, stream.SslProtocol);
            Assert.Matches("^TLS_(ECDHE_ECDSA_WITH_)?(AES_128_GCM|AES_256_GCM|CHACHA20_POLY1305)_", $"{stream.NegotiatedCipherSuite}");
        }
    }

    /// <summary>With a tool that still speaks them, at its lowest level of security: else it would be the caller who refuses.</summary>
    [Theory]
    [InlineData("protocol version", "-tls1", "-cipher", "DEFAULT:@SECLEVEL=0")]
    [InlineData("protocol version", "-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0")]
    [InlineData("handshake failure", "-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-SHA")]
    [InlineData("handshake failure", "-tls1_2", "-cipher", "AES256-GCM-SHA384")]
    public async Task OldVersionOrSuite_IsRefusedByTheServer(string alert, params string[] arguments)
    {
        await using var openssl = ChildProgram.Start(["openssl", "s_client", "-connect", tls.World.DataPlane.Authority, "-servername", "localhost", .. arguments]);

        Assert.NotEqual(0, await openssl.ExitAsync());
        Assert.Contains($"alert {alert}", openssl.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MinimumOf13_RefusesTls12()
    {
        await using var strict = await TlsWorld.StartAsync(_ => new() { ["Gateway:Tls:MinimumVersion"] = "1.3" });

        await using (var stream = await strict.Data.ConnectAsync()) Assert.Equal(SslProtocols.Tls13, stream.SslProtocol);
        await Assert.ThrowsAnyAsync<Exception>(() => new TlsCaller(strict.World.DataPlane, strict.Pki.Authority) { Protocols = SslProtocols.Tls12 }.ConnectAsync());
    }

    [Theory]
    [InlineData("h2", "h2")]
    [InlineData("http/1.1", "http/1.1")]
    [InlineData("h2 http/1.1", "h2")]
    [InlineData("", "")]
    public async Task Protocol_IsNegotiatedInTheHandshake(string offered, string chosen)
    {
        await using var stream = await tls.Data.With("localhost", offered.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ConnectAsync();

        Assert.Equal(chosen, stream.NegotiatedApplicationProtocol.ToString());
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Request_IsServedInBothVersionsOfHttp(string version)
    {
        using var client = tls.Data.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("https://localhost/crm/contacts"))
        {
            Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = LoopbackClient.Request(HttpMethod.Post, "", """{"name":"Ada"}""").Content,
        };
        request.With("Authorization", $"Bearer {await tls.World.TokenAsync("agent@acme")}");

        var answer = await Answer.ReadAsync(await client.SendAsync(request));

        Assert.Equal((200, """{"name":"Ada"}"""), (answer.Status, answer.Text));
        Assert.StartsWith("""{"name":"pn1.""", tls.World.Service.Last.Text, StringComparison.Ordinal);
        Assert.Equal("https", tls.World.Service.Last.Headers["X-Forwarded-Proto"]);
    }

    [Theory]
    [InlineData("localhost", "localhost")]
    [InlineData("acme.localhost", "acme.localhost")]
    [InlineData("ACME.LocalHost", "acme.localhost")]
    [InlineData("globex.localhost", "*.localhost")]
    [InlineData("xn--bcher-kva.example", "*.localhost")]
    [InlineData("a.globex.localhost", "localhost")]
    [InlineData("elsewhere.example", "localhost")]
    [InlineData("", "localhost")]
    public async Task Certificate_IsTheOneForTheNameThenTheWildcardThenTheFirst(string asked, string subject)
    {
        var caller = new TlsCaller(tls.World.DataPlane, tls.Pki.Authority) { ServerName = asked, AnyName = true };

        await using var stream = await caller.ConnectAsync();

        Assert.Equal($"CN={subject}", stream.RemoteCertificate?.Subject);
    }

    [Fact]
    public async Task IntermediatesOfTheFile_AreSentAlong()
    {
        await using var world = await TlsWorld.StartAsync(pki =>
        {
            using var intermediate = new TestPki(pki.Directory, pki);
            var (certificate, key) = intermediate.Write("below", intermediate.Issue(["below.example"]), intermediate.Authority.ExportCertificatePem());
            return new() { ["Gateway:Tls:Certificates:3:Certificate"] = certificate, ["Gateway:Tls:Certificates:3:Key"] = key };
        });

        await using var stream = await world.Data.With("below.example").ConnectAsync();

        Assert.Equal("CN=Test intermediate", stream.RemoteCertificate?.Issuer);
    }

    [Fact]
    public async Task FailedHandshakes_AreCountedByPlaneAndGoodOnesAreNot()
    {
        using var metrics = new MetricReader(tls.World.Gateway.Services.GetRequiredService<IMeterFactory>());
        var good = await tls.Data.ExchangeAsync("GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n");
        Assert.Equal(401, good.Status);

        var cleartext = await RawHttp.ExchangeAsync(new Uri($"http://{tls.World.AdminPlane.Authority}"), "GET /healthz/live HTTP/1.1\nHost: localhost\n\n");

        Assert.Equal(0, cleartext.Status);
        await Eventually.IsTrueAsync(() => metrics["tenantgateway.tls.handshakes.failed/admin"] == 1);
        Assert.Equal(0, metrics["tenantgateway.tls.handshakes.failed/data"]);
        Assert.DoesNotContain(tls.Logs.Lines, line => line.Contains("unhandled", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task CallerThatNeverShakesHands_IsLetGo()
    {
        await using var world = await TlsWorld.StartAsync(_ => new() { ["Gateway:Tls:HandshakeSeconds"] = "1" });

        // Reads until the server closes.
        await RawHttp.ExchangeExactlyAsync(new Uri($"http://{world.World.DataPlane.Authority}"), "\u0016\u0003\u0001");
    }
}
