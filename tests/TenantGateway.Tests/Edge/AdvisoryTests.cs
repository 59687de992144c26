using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge;

/// <summary>
/// Public advisories of servers and gateways, each with what it did there and what becomes of the attack here: over raw sockets, on a protected route.
/// </summary>
public sealed class AdvisoryTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private const string Chunked = "Transfer-Encoding: chunked";

    private readonly GatewayWorld _world = shared.World;
    private readonly EdgeCaller _caller = new(shared.World);

    // :: The path that rules see is the path that services see

    [Theory]
    [InlineData("CVE-2019-9901", "Envoy: rules saw /public/../, services the rest", "/public/../crm/contacts")]
    [InlineData("CVE-2021-29492", "Envoy: %2F and %5C were no separators to rules", "/crm/public%2F..%2Fcontacts")]
    [InlineData("CVE-2021-29492", "Envoy: %2F and %5C were no separators to rules", "/crm/public%5C..%5Ccontacts")]
    [InlineData("CVE-2025-32431", "Traefik: /../ went past the router's rules", "/public/../crm/contacts")]
    [InlineData("CVE-2025-47952", "Traefik: encoded dots went past the router's rules", "/public/%2e%2e/crm/contacts")]
    [InlineData("CVE-2025-47952", "Traefik: encoded dots went past the router's rules", "/public/..%2fcrm/contacts")]
    [InlineData("CVE-2025-66490", "Traefik: encoded reserved characters went past middleware", "/crm%2Fcontacts")]
    [InlineData("CVE-2025-66490", "Traefik: encoded reserved characters went past middleware", "/crm/contacts%3Fa=b")]
    [InlineData("CVE-2025-66490", "Traefik: encoded reserved characters went past middleware", "/crm/contacts%23")]
    [InlineData("CVE-2025-66490", "Traefik: encoded reserved characters went past middleware", "/crm/contacts%3B")]
    [InlineData("CVE-2021-43557", "APISIX: blocked URIs were matched before normalization", "/./crm/contacts")]
    [InlineData("CVE-2021-43557", "APISIX: blocked URIs were matched before normalization", "//crm/contacts")]
    [InlineData("CVE-2023-45539", "HAProxy: # was part of the path to rules, and not to services", "/crm/contacts#.png")]
    public async Task PathOfTwoReadings_Returns400(string advisory, string elsewhere, string target)
    {
        Assert.NotEmpty(advisory + elsewhere);
        _caller.AssertRefused(await _caller.GetAsync("", target), "ambiguous_path");
    }

    [Theory]
    [InlineData("CVE-2025-54576", "oauth2-proxy: paths without login were matched in the query too", "/crm/contacts?x=/.well-known/tenant-gateway/jwks.json")]
    [InlineData("CVE-2025-54576", "oauth2-proxy: paths without login were matched in the query too", "/.well-known/tenant-gateway/jwks.json/../../../crm/contacts")]
    [InlineData("CVE-2025-54576", "oauth2-proxy: paths without login were matched in the query too", "/.well-known/tenant-gateway/JWKS.json")]
    public async Task PathWithoutLogin_IsOnePathExactly(string advisory, string elsewhere, string target)
    {
        Assert.NotEmpty(advisory + elsewhere);
        _caller.Service.Reset();

        var answer = await RawHttp.ExchangeAsync(_world.DataPlane, $"GET {target} HTTP/1.1\nHost: localhost\nConnection: close\n\n");

        Assert.True(answer.Status is 400 or 401, answer.StatusLine);
        Assert.Empty(_caller.Service.Received);
    }

    // :: Whoever frames the message otherwise

    [Theory]
    [InlineData("CVE-2025-55315", "Kestrel: a lone LF ended a chunk extension", "2;a\n{}\r\n0\r\n\r\n")]
    [InlineData("CVE-2025-55315", "Kestrel: a lone LF in a chunk extension", "2;a\nxx\r\n{}\r\n0\r\n\r\n")]
    [InlineData("CVE-2025-55315", "Kestrel: a lone CR in a chunk extension", "2;a\rxx\r\n{}\r\n0\r\n\r\n")]
    [InlineData("CVE-2025-22871", "Go: a lone LF ended the line of a chunk's size", "2\n{}\r\n0\r\n\r\n")]
    [InlineData("CVE-2025-22871", "Go: a lone LF ended a chunk", "2\r\n{}\n0\r\n\r\n")]
    public async Task ChunksOfTwoReadings_Return400AndNothingIsReadBehindThem(string advisory, string elsewhere, string body)
    {
        Assert.NotEmpty(advisory + elsewhere);

        var answer = await _caller.PostAsync(Chunked, $"{body}GET {EdgeCaller.Route} HTTP/1.1\r\nHost: localhost\r\n\r\n");

        _caller.AssertRefused(answer, "malformed_request");
        Assert.Equal(1, answer.Count);
    }

    [Theory]
    [InlineData("CVE-2023-40225", "HAProxy: passed an empty Content-Length on", "Content-Length:")]
    [InlineData("CVE-2023-25725", "HAProxy: an empty header name ended the headers", "Content-Length: 2\n: x\nTransfer-Encoding: chunked")]
    [InlineData("CVE-2019-18277", "HAProxy: took an odd Transfer-Encoding for none", "Content-Length: 2\nTransfer-Encoding:\vchunked")]
    [InlineData("CVE-2019-16276", "Go: took away the space in front of the colon", "Transfer-Encoding : chunked\nContent-Length: 2")]
    public async Task FramingOfTwoReadings_Returns400(string advisory, string elsewhere, string framing)
    {
        Assert.NotEmpty(advisory + elsewhere);
        _caller.AssertRefused(await _caller.PostAsync(framing, "{}"));
    }

    [Fact]
    public async Task CVE_2021_40346_HaproxyTookALongHeaderNameForContentLength()
    {
        _caller.Service.Reset();
        var answer = await RawHttp.ExchangeAsync(
            _world.DataPlane,
            $"POST {EdgeCaller.Route} HTTP/1.1\nHost: localhost\nContent-Type: application/json\n{await _caller.AuthorizationAsync()}\nContent-Length0{new string('a', 255)}: \nContent-Length: 2\n\n"
            + "{}GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n");

        Assert.Equal((200, 2), (answer.Status, answer.Count));
        Assert.Equal("{}", Assert.Single(_caller.Service.Received).Text);
    }

    [Fact]
    public async Task CVE_2024_28869_TraefikWaitedForABodyThatNeverCame()
    {
        _caller.Service.Reset();
        // Unlike there, whoever is nobody gets an answer before any body, and whoever is waits on a clock.
        var answer = await RawHttp.ExchangeAsync(_world.DataPlane, $"GET {EdgeCaller.Route} HTTP/1.1\nHost: localhost\nContent-Length: 5\nConnection: close\n\n");

        Assert.Equal(401, answer.Status);
    }

    [Theory]
    [InlineData("CVE-2023-27491", "Envoy: wrote a line end of :path into HTTP/1.1", ":path", "/crm/contacts HTTP/1.1\r\nX-Tenant-Id: globex\r\nX: ")]
    [InlineData("CVE-2023-27491", "Envoy: wrote a line end of :method into HTTP/1.1", ":method", "GET /admin HTTP/1.1\r\nX: ")]
    [InlineData("CVE-2023-35944", "Envoy: schemes in mixed case went past rules", ":scheme", "hTtPs")]
    [InlineData("CVE-2021-33193", "Apache: wrote a space of :method into HTTP/1.1", ":method", "GET /admin")]
    public async Task PseudoHeaderOfTwoReadings_IsRefused(string advisory, string elsewhere, string name, string value)
    {
        Assert.NotEmpty(advisory + elsewhere);
        var headers = await _caller.Http2Async();
        headers[headers.FindIndex(header => header.Name == name)] = (name, value);

        _caller.AssertRefused(await _caller.ExchangeAsync(headers));
    }

    // :: Who calls is not for the caller to say

    [Theory]
    [InlineData("CVE-2024-45410", "Traefik: Connection took X-Forwarded-* away", "Connection: close, X-Forwarded-Host, X-Forwarded-Proto, X-Tenant-Id")]
    [InlineData("CVE-2025-48865", "Fabio: Connection took the proxy's own headers away", "Connection: close, X-Forwarded-Host, X-Actor-Id, X-Gateway-Assertion")]
    [InlineData("CVE-2022-31813", "Apache: Connection took X-Forwarded-* away", "Connection: X-Forwarded-Proto, X-Request-Id")]
    [InlineData("CVE-2025-64484", "oauth2-proxy: X_Forwarded_User passed", "X_Forwarded_User: forged\nX_Tenant_Id: forged\nX_Actor-Id: forged")]
    [InlineData("CVE-2024-45806", "Envoy: private addresses were trusted with x-envoy headers", "X-Envoy-Internal: forged\nX-Envoy-External-Address: forged\nX-Forwarded-For: 10.0.0.1")]
    [InlineData("CVE-2023-27487", "Envoy: x-envoy-original-path of callers was believed", "X-Envoy-Original-Path: /forged")]
    [InlineData("CVE-2026-40575", "oauth2-proxy: X-Forwarded-Uri decided what needs a login", "X-Forwarded-Uri: /.well-known/tenant-gateway/jwks.json?forged")]
    [InlineData("CVE-2021-32777", "Envoy: of several values the authorizer saw the last one", "X-Tenant-Id: forged\nX-Tenant-Id: acme")]
    [InlineData("CVE-2020-25017", "Envoy: of several values rules saw the first one", "X-Tenant-Id: acme\nX-Tenant-Id: forged")]
    [InlineData("CVE-2018-14773", "Symfony: X-Original-URL was the path", "X-Original-URL: /forged\nX-Rewrite-URL: /forged")]
    public async Task IdentityOfTheCallersOwnMaking_ReachesNoService(string advisory, string elsewhere, string headers)
    {
        Assert.NotEmpty(advisory + elsewhere);

        var answer = await _caller.GetAsync(headers);

        Assert.Equal(200, answer.Status);
        var received = Assert.Single(_caller.Service.Received);
        Assert.Equal(
            (EdgeCaller.Route, "acme", "localhost", "http"),
            (received.RawTarget, received.Headers["X-Tenant-Id"], received.Headers["X-Forwarded-Host"], received.Headers["X-Forwarded-Proto"]));
        Assert.True(received.Headers.ContainsKey("X-Gateway-Assertion") && received.Headers.ContainsKey("X-Actor-Id") && received.Headers.ContainsKey("X-Request-Id"));
        Assert.DoesNotContain(received.Headers, header => header.Value.Contains("forged", StringComparison.Ordinal));
        Assert.False(received.Headers.ContainsKey("X-Forwarded-For"));
    }

    [Theory]
    [InlineData("CVE-2021-32777", "Envoy: of several values the authorizer saw the last one")]
    [InlineData("CVE-2020-25017", "Envoy: of several values rules saw the first one")]
    public async Task SecondToken_IsNotChosenFrom(string advisory, string elsewhere)
    {
        Assert.NotEmpty(advisory + elsewhere);
        _caller.Service.Reset();

        var answer = await RawHttp.ExchangeAsync(
            _world.DataPlane,
            $"GET {EdgeCaller.Route} HTTP/1.1\nHost: localhost\n{await _caller.AuthorizationAsync()}\nAuthorization: Bearer {await _world.TokenAsync("agent@globex")}\nConnection: close\n\n");

        Assert.Equal(401, answer.Status);
        Assert.Empty(_caller.Service.Received);
    }

    [Theory]
    [InlineData("X-Real-IP: 127.0.0.1")]
    [InlineData("X-Forwarded-For: 127.0.0.1\nX-Forwarded-Host: 127.0.0.1")]
    public async Task CVE_2022_24112_ApisixOpenedItsAdminApiToALocalXRealIp(string headers)
    {
        var answer = await RawHttp.ExchangeAsync(_world.DataPlane, $"GET /admin/tenants HTTP/1.1\nHost: localhost\n{headers}\nConnection: close\n\n");

        Assert.Equal(401, answer.Status);
        Assert.Equal(404, (await _caller.GetAsync(headers, "/admin/tenants")).Status);
    }

    // :: The host

    [Theory]
    [InlineData("acme.localhost", 200)]
    [InlineData("acme.localhost.", 200)]
    [InlineData("ACME.LOCALHOST.", 200)]
    [InlineData("globex.localhost.", 403)]
    [InlineData("globex.localhost..", 421)]
    public async Task CVE_2022_23632_TraefikTookAHostWithATrailingDotForAnother(string host, int status)
    {
        var answer = await SendToAsync($"Host: {host}");

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("Host: globex.localhost ", 403)]
    [InlineData("Host: globex.localhost\t", 403)]
    [InlineData("Host:   globex.localhost", 403)]
    [InlineData("Host: globex.localhost\v", 400)]
    [InlineData("Host: globex.localhost,", 400)]
    public async Task CVE_2019_18802_EnvoyTookAHostWithWhiteSpaceForAnother(string host, int status)
    {
        var answer = await SendToAsync(host);

        Assert.Equal(status, answer.Status is 421 ? 400 : answer.Status);
        Assert.Empty(_caller.Service.Received);
    }

    // :: What callers are told

    [Theory]
    [InlineData("CVE-2020-5233", "oauth2-proxy: redirected to /\\evil", "/\\evil.example")]
    [InlineData("CVE-2021-21291", "oauth2-proxy: redirected to hosts that end like an allowed one", "http://evil-localhost/")]
    public async Task RedirectToElsewhere_IsDropped(string advisory, string elsewhere, string location)
    {
        Assert.NotEmpty(advisory + elsewhere);
        _caller.Service.Reset();
        _caller.Service.Answer = (context, _) =>
        {
            context.Response.Headers.Location = location;
            return RecordingService.WriteAsync(context, 302, "application/json", "{}"u8.ToArray());
        };

        var answer = await RawHttp.ExchangeAsync(_world.DataPlane, $"GET {EdgeCaller.Route} HTTP/1.1\nHost: localhost\n{await _caller.AuthorizationAsync()}\nConnection: close\n\n");

        Assert.Equal(302, answer.Status);
        Assert.DoesNotContain("evil", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CVE_2022_29266_ApisixQuotedAKeyInTheErrorOfABadToken()
    {
        var token = await _world.TokenAsync("agent@acme");
        var spoilt = $"{token[..^8]}AAAAAAAA";

        var answer = await RawHttp.ExchangeAsync(_world.DataPlane, $"GET {EdgeCaller.Route} HTTP/1.1\nHost: localhost\nAuthorization: Bearer {spoilt}\nConnection: close\n\n");

        Assert.Equal(401, answer.Status);
        Assert.DoesNotContain("BEGIN", answer.Text, StringComparison.Ordinal);
        foreach (var part in spoilt.Split('.')) Assert.DoesNotContain(part, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("__%48ost-session=forged")]
    [InlineData("__Host-session=forged")]
    public async Task CVE_2020_1045_AspNetDecodedTheNamesOfCookies(string cookie)
    {
        var answer = await _caller.GetAsync($"Cookie: {cookie}");

        Assert.Equal(200, answer.Status);
        Assert.False(Assert.Single(_caller.Service.Received).Headers.ContainsKey("Cookie"));
    }

    private async Task<RawAnswer> SendToAsync(string host)
    {
        _caller.Service.Reset();
        return await RawHttp.ExchangeAsync(_world.DataPlane, $"GET {EdgeCaller.Route} HTTP/1.1\n{host}\n{await _caller.AuthorizationAsync()}\nConnection: close\n\n");
    }
}
