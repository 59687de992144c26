using TenantGateway.Forwarding;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge;

/// <summary>Nothing that a caller writes can pose as what the gateway says of the caller: by no name, in no spelling, in no version of HTTP.</summary>
public sealed class IdentityHeaderTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private static readonly string[] Names =
    [
        "X-Tenant-Id", "X-Actor-Id", "X-Gateway-Assertion", "X-Request-Id",
        "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Server", "X-Forwarded-Prefix", "X-Forwarded-Uri", "X-Forwarded-Method",
        "X-Forwarded-Scheme", "X-Forwarded-Ssl", "X-Forwarded-User", "X-Forwarded-Email", "X-Forwarded-Groups", "X-Forwarded-Preferred-Username", "X-Forwarded-Access-Token",
        "X-Forwarded-Client-Cert", "X-Forwarded-Tls-Client-Cert", "Forwarded", "Via",
        "X-Real-IP", "X-Client-IP", "Client-IP", "True-Client-IP", "CF-Connecting-IP", "X-Cluster-Client-IP", "Fastly-Client-IP",
        "X-Envoy-Original-Path", "X-Envoy-Internal", "X-Envoy-External-Address", "X-Envoy-Original-Dst-Host", "X-Envoy-Upstream-Alt-Stat-Name",
        "X-Auth-Request-User", "X-Auth-Request-Email", "X-Auth-Request-Groups", "X-Auth-Request-Access-Token", "X-Auth-Token", "X-Authenticated-User", "X-Authenticated-Userid",
        "Remote-User", "X-Remote-User", "X-Remote-Group", "X-User", "X-User-Id", "X-Original-URL", "X-Original-Uri", "X-Original-For", "X-Original-Host", "X-Rewrite-URL",
        "X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override", "X-Host",
        "X-Client-Cert", "Client-Cert", "Client-Cert-Chain", "X-SSL-Client-Cert", "X-SSL-Client-S-DN", "X-SSL-Client-Verify", "SSL-Client-Cert",
        "X-MS-Client-Principal", "X-MS-Client-Principal-Name", "X-Amzn-Oidc-Identity", "X-Goog-Authenticated-User-Email", "X-Goog-IAP-JWT-Assertion", "X-Content-Length",
    ];

    private static readonly string[] AllSpellings =
    [
        .. Names.SelectMany(name => new[] { name, name.Replace('-', '_'), name.Replace('-', '.'), name.Replace("-", "", StringComparison.Ordinal), name.ToUpperInvariant() })
            .Distinct(StringComparer.Ordinal),
    ];

    private readonly EdgeCaller _caller = new(shared.World);

    public static TheoryData<string> Spellings() => [.. AllSpellings];

    [Fact]
    public async Task ForgedHeaders_NeverReachTheService()
    {
        foreach (var names in AllSpellings.Chunk(25))
        {
            var answer = await _caller.GetAsync(string.Join('\n', names.SelectMany(spelling => new[] { $"{spelling}: forged", $"{spelling}: forged too" })));

            Assert.Equal(200, answer.Status);
            AssertOwn(Assert.Single(_caller.Service.Received));
        }
    }

    [Fact]
    public async Task ForgedHeadersInHttp2_NeverReachTheService()
    {
        foreach (var names in AllSpellings.Select(name => name.ToLowerInvariant()).Distinct().Chunk(25))
        {
            var answer = await _caller.ExchangeAsync(await _caller.Http2Async(more: [.. names.Select(spelling => (spelling, "forged")), .. names.Select(spelling => (spelling, "forged too"))]));

            Assert.Equal(200, answer.Status);
            AssertOwn(Assert.Single(_caller.Service.Received));
        }
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public void OperatorWhoListsOne_IsRefused(string name)
    {
        var options = new ForwardingOptions { RequestHeaders = ["X-Channel", name] };

        var result = new ForwardingOptionsValidator().Validate(null, options);

        Assert.Contains(result.Failures ?? [], failure => failure.Contains($"RequestHeaders: '{name}' is a credential, names an identity", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("X-Channel")]
    [InlineData("X-User-Agent")]
    [InlineData("User-Agent")]
    [InlineData("X-Requested-With")]
    [InlineData("If-Match")]
    [InlineData("X-Api-Version")]
    public void OperatorWhoListsAnother_IsNotRefused(string name) =>
        Assert.True(new ForwardingOptionsValidator().Validate(null, new ForwardingOptions { RequestHeaders = [name] }).Succeeded);

    private static void AssertOwn(ReceivedRequest received)
    {
        Assert.Equal("GET", received.Method);
        Assert.Equal(EdgeCaller.Route, received.RawTarget);
        Assert.DoesNotContain(received.Headers, header => header.Value.Contains("forged", StringComparison.Ordinal));
        Assert.Equal(
            ("acme", "localhost", "http", false),
            (received.Headers["X-Tenant-Id"], received.Headers["X-Forwarded-Host"], received.Headers["X-Forwarded-Proto"], received.Headers.ContainsKey("X-Forwarded-For")));
        Assert.StartsWith("ac_", received.Headers["X-Actor-Id"], StringComparison.Ordinal);
    }
}
