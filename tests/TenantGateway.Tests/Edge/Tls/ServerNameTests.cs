using TenantGateway.Tests.Certificates;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge.Tls;

/// <summary>A connection serves the host it was opened for, and no other.</summary>
public sealed class ServerNameTests(TlsWorld tls) : IClassFixture<TlsWorld>
{
    [Theory]
    [InlineData("localhost", "localhost")]
    [InlineData("localhost", "LOCALHOST:8443")]
    [InlineData("localhost", "localhost.")]
    [InlineData("LocalHost", "localhost")]
    [InlineData("localhost.", "localhost")]
    [InlineData("acme.localhost", "acme.localhost")]
    [InlineData("", "127.0.0.1")]
    [InlineData("", "127.0.0.1:443")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("XN--BCHER-KVA.example", "xn--bcher-kva.EXAMPLE")]
    public async Task SameHostInAnySpelling_IsLetOn(string opened, string host) => Assert.Contains("\"missing_token\"", await AskAsync(opened, host), StringComparison.Ordinal);

    [Theory]
    [InlineData("localhost", "acme.localhost")]
    [InlineData("acme.localhost", "localhost")]
    [InlineData("globex.localhost", "acme.localhost")]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("localhost", "elsewhere.example")]
    [InlineData("elsewhere.example", "localhost")]
    [InlineData("", "localhost")]
    [InlineData("", "acme.localhost")]
    [InlineData("xn--bcher-kva.example", "xn--buecher.example")]
    [InlineData("localhost", "xlocalhost")]
    public async Task OtherHost_IsMisdirected(string opened, string host) => Assert.Contains("\"misdirected_request\"", await AskAsync(opened, host), StringComparison.Ordinal);

    [Fact]
    public async Task TokenDoesNotHelp()
    {
        var before = tls.World.Service.Received.Count;

        var answer = await Caller("localhost").ExchangeAsync($"GET /crm/contacts HTTP/1.1\nHost: acme.localhost\nAuthorization: Bearer {await tls.World.TokenAsync("agent@acme")}\nConnection: close\n\n");

        Assert.Equal(421, answer.Status);
        Assert.Equal(before, tls.World.Service.Received.Count);
    }

    [Fact]
    public async Task AdminPlane_HasTheSameRule()
    {
        async Task<int> AskAdminAsync(string opened, string host) =>
            (await new TlsCaller(tls.World.AdminPlane, tls.Pki.Authority) { ServerName = opened, AnyName = true }.ExchangeAsync($"GET /healthz/live HTTP/1.1\nHost: {host}\nConnection: close\n\n")).Status;

        Assert.Equal((421, 200, 200), (await AskAdminAsync("localhost", "acme.localhost"), await AskAdminAsync("localhost", "localhost"), await AskAdminAsync("", "127.0.0.1")));
    }

    /// <summary>Callers may use a connection for every host that its certificate names (RFC 9113 section 9.1.1), and are told to open another.</summary>
    [Fact]
    public async Task OtherAuthorityOnTheSameHttp2Connection_IsMisdirectedAndTheConnectionGoesOn()
    {
        await using var connection = await RawHttp2.StartAsync(await Caller("globex.localhost", "h2").ConnectAsync());

        async Task<(int, bool)> AskOnAsync(int stream, string authority)
        {
            await connection.SendHeadersAsync(stream, [(":method", "GET"), (":scheme", "https"), (":path", "/crm/contacts"), (":authority", authority)]);
            var answer = await connection.ReadAnswerAsync(stream);
            return (answer.Status, answer.Text.Contains("misdirected_request", StringComparison.Ordinal));
        }

        Assert.Equal((401, false), await AskOnAsync(1, "globex.localhost"));
        Assert.Equal((421, true), await AskOnAsync(3, "acme.localhost"));
        Assert.Equal((421, true), await AskOnAsync(5, "127.0.0.1"));
        Assert.Equal((401, false), await AskOnAsync(7, "GLOBEX.localhost.:443"));
    }

    private TlsCaller Caller(string opened, params string[] alpn) => new(tls.World.DataPlane, tls.Pki.Authority) { ServerName = opened, AnyName = true, Alpn = alpn };

    private async Task<string> AskAsync(string opened, string host) =>
        (await Caller(opened).ExchangeAsync($"GET /crm/contacts HTTP/1.1\nHost: {host}\nConnection: close\n\n")).Text;
}
