using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using TenantGateway.Core.Certificates;
using TenantGateway.Tests.Certificates;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge.Tls;

/// <summary>Callers' certificates open connections, and nothing else.</summary>
public sealed class ClientCertificateTests(ClientCertificateTests.AskingWorld asking) : IClassFixture<ClientCertificateTests.AskingWorld>
{
    private const string Live = "GET /healthz/live HTTP/1.1\nHost: localhost\nConnection: close\n\n";

    private TlsWorld Tls => asking.Tls;

    [Theory]
    [InlineData("good", 401, 200)]
    [InlineData("unrestricted", 401, 200)]
    [InlineData("none", 401, 0)]
    [InlineData("of another authority", 0, 0)]
    [InlineData("self-signed", 0, 0)]
    [InlineData("for servers", 0, 0)]
    [InlineData("expired", 0, 0)]
    [InlineData("not valid yet", 0, 0)]
    public async Task Certificate_DecidesOnTheConnection(string what, int optional, int required)
    {
        Assert.Equal(optional, await StatusAsync(Tls.World.DataPlane, what));
        Assert.Equal(required, await StatusAsync(Tls.World.AdminPlane, what));
    }

    [Fact]
    public async Task GoodCertificate_IsNoTokenAndNoIdentity()
    {
        using var shown = asking.Certificate("good");
        using var client = new TlsCaller(Tls.World.DataPlane, Tls.Pki.Authority) { ClientCertificate = shown }.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("https://localhost/crm/contacts"));
        request.With("Authorization", $"Bearer {await Tls.World.TokenAsync("agent@acme")}");

        Assert.Equal(200, (int)(await client.SendAsync(request)).StatusCode);
        Assert.DoesNotContain(
            Tls.World.Service.Last.Headers,
            header => header.Value.Contains("robot", StringComparison.OrdinalIgnoreCase) || header.Key.Contains("cert", StringComparison.OrdinalIgnoreCase) || header.Value.Contains(shown.SerialNumber, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Resumed, it would not be looked at again, and could come from the plane that demands nothing.</summary>
    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task Session_IsNotKeptForLater(string version)
    {
        var session = Path.Combine(Tls.Pki.Directory, $"session{version}");

        var first = await OpenSslAsync(version, "-sess_out", session);
        var second = File.Exists(session) ? await OpenSslAsync(version, "-sess_in", session) : first;

        Assert.Contains("Verify return code: 0", first, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 401", second, StringComparison.Ordinal);
        Assert.Contains("New, ", second, StringComparison.Ordinal);
        Assert.DoesNotContain("Reused, ", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuthorityThatIsTakenOut_CountsNoMore()
    {
        await using var world = await TlsWorld.StartAsync(AskingWorld.Settings);
        using var other = new TestPki(world.Pki.Directory);
        using var shown = world.Pki.Issue(["robot"], CertificateUsage.Client);
        using var othersShown = other.Issue(["robot"], CertificateUsage.Client);
        Assert.Equal((200, 0), (await StatusAsync(world, shown), await StatusAsync(world, othersShown)));

        TestPki.Replace(Path.Combine(world.Pki.Directory, "clients.pem"), other.Authority.ExportCertificatePem());
        world.Look();

        Assert.Equal((0, 200), (await StatusAsync(world, shown), await StatusAsync(world, othersShown)));
    }

    private static Task<int> StatusAsync(TlsWorld world, X509Certificate2? shown) =>
        StatusAsync(new TlsCaller(world.World.AdminPlane, world.Pki.Authority) { ClientCertificate = shown });

    private async Task<int> StatusAsync(Uri plane, string what)
    {
        using var shown = what == "none" ? null : asking.Certificate(what);
        return await StatusAsync(new TlsCaller(plane, Tls.Pki.Authority) { ClientCertificate = shown });
    }

    /// <summary>0 where there was no connection: in TLS 1.3 a caller may learn only after its own half of the handshake.</summary>
    private static async Task<int> StatusAsync(TlsCaller caller)
    {
        try
        {
            return (await caller.ExchangeAsync(Live)).Status;
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return 0;
        }
    }

    // It sends what is typed at it, and ends when the server closes: it is given time to read before its input ends.
    private async Task<string> OpenSslAsync(params string[] more)
    {
        await using var openssl = ChildProgram.Start(
            ["sh", "-c", "(printf 'GET / HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n'; sleep 2) | openssl s_client \"$@\"", "sh",
                "-connect", Tls.World.DataPlane.Authority, "-servername", "localhost", "-CAfile", Tls.Pki.AuthorityFile, .. more]);
        await openssl.ExitAsync();
        return openssl.Output;
    }

    /// <summary>Asks for certificates on the data plane, and demands them on the admin plane.</summary>
    public sealed class AskingWorld : IAsyncLifetime
    {
        private TlsWorld? _tls;

        internal TlsWorld Tls => _tls ?? throw new InvalidOperationException("Not started.");

        public async Task InitializeAsync() => _tls = await TlsWorld.StartAsync(Settings);

        public async Task DisposeAsync() => await Tls.DisposeAsync();

        internal static Dictionary<string, string?> Settings(TestPki pki)
        {
            var authorities = Path.Combine(pki.Directory, "clients.pem");
            TestPki.Replace(authorities, pki.Authority.ExportCertificatePem());
            return new()
            {
                ["Gateway:Tls:ClientAuthorities"] = authorities,
                ["Gateway:Tls:ClientCertificates:Data"] = "Optional",
                ["Gateway:Tls:ClientCertificates:Admin"] = "Required",
            };
        }

        internal X509Certificate2 Certificate(string what)
        {
            using var other = new TestPki(Tls.Pki.Directory);
            return what switch
            {
                "good" => Tls.Pki.Issue(["robot"], CertificateUsage.Client),
                "unrestricted" => Tls.Pki.Issue(["robot"], usage: null),
                "of another authority" => other.Issue(["robot"], CertificateUsage.Client),
                "self-signed" => X509Certificate2.CreateFromPem(other.SelfSigned(out var key), key),
                "for servers" => Tls.Pki.Issue(["robot"]),
                "expired" => Tls.Pki.Issue(["robot"], CertificateUsage.Client, startsInDays: -10, validDays: 9),
                "not valid yet" => Tls.Pki.Issue(["robot"], CertificateUsage.Client, startsInDays: 1),
                _ => throw new ArgumentOutOfRangeException(nameof(what)),
            };
        }
    }
}
