using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge;

/// <summary>HTTP/2 has no line ends and no two framings, yet as many ways to say two things at once (RFC 9113 section 8.2 and 8.3). With a good token, in exact frames.</summary>
public sealed class Http2RequestTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private readonly EdgeCaller _caller = new(shared.World);

    [Fact]
    public async Task PlainRequest_Passes()
    {
        var answer = await _caller.ExchangeAsync(await _caller.Http2Async());

        Assert.Equal(200, answer.Status);
        Assert.Single(_caller.Service.Received);
    }

    [Theory]
    [InlineData("/crm/con tacts")]
    [InlineData("/crm/contacts HTTP/1.1")]
    [InlineData("/crm/contacts#a")]
    [InlineData("/crm/contacts?a=b#c")]
    [InlineData("http://localhost/crm/contacts")]
    [InlineData("//crm/contacts")]
    [InlineData("/crm//contacts")]
    [InlineData("/crm%2Fcontacts")]
    [InlineData("/crm%252Fcontacts")]
    [InlineData("/crm/../crm/contacts")]
    [InlineData("/crm/%2e%2e/crm/contacts")]
    [InlineData("/crm\\contacts")]
    [InlineData("/crm;a=b/contacts")]
    [InlineData("/crm/contacts\0")]
    [InlineData("/crm/contacts\r\nX-Tenant-Id: globex")]
    [InlineData("/crm/\u00E9")]
    [InlineData("crm/contacts")]
    [InlineData("*")]
    [InlineData("")]
    public async Task OddPath_IsRefused(string path) => _caller.AssertRefused(await _caller.ExchangeAsync(await _caller.Http2Async(path: path)));

    [Theory]
    [InlineData(":method")]
    [InlineData(":scheme")]
    [InlineData(":path")]
    public async Task MissingPseudoHeader_IsRefused(string name)
    {
        var headers = await _caller.Http2Async();
        headers.RemoveAll(header => header.Name == name);

        _caller.AssertRefused(await _caller.ExchangeAsync(headers));
    }

    [Theory]
    [InlineData(":method", "GET")]
    [InlineData(":path", "/crm/contacts")]
    [InlineData(":scheme", "http")]
    [InlineData(":authority", "localhost")]
    [InlineData(":authority", "globex.localhost")]
    [InlineData(":status", "200")]
    [InlineData(":tenant", "globex")]
    public async Task PseudoHeaderTwiceOrUnknown_IsRefused(string name, string value)
    {
        var headers = await _caller.Http2Async();
        headers.Insert(0, (name, value));

        _caller.AssertRefused(await _caller.ExchangeAsync(headers));
    }

    [Theory]
    [InlineData(":path", "/crm/contacts")]
    [InlineData(":authority", "globex.localhost")]
    public async Task PseudoHeaderBehindOthers_IsRefused(string name, string value) => _caller.AssertRefused(await _caller.ExchangeAsync(await _caller.Http2Async(more: (name, value))));

    [Theory]
    [InlineData("GET /crm/contacts HTTP/1.1\r\nX: y")]
    [InlineData("G ET")]
    [InlineData("")]
    public async Task OddMethod_IsRefused(string method) => _caller.AssertRefused(await _caller.ExchangeAsync(await _caller.Http2Async(method)));

    [Theory]
    [InlineData("https")]
    [InlineData("HTTP\0")]
    [InlineData("http://localhost/x?")]
    public async Task OddScheme_IsRefused(string scheme)
    {
        var headers = await _caller.Http2Async();
        headers[1] = (":scheme", scheme);

        _caller.AssertRefused(await _caller.ExchangeAsync(headers));
    }

    [Theory]
    [InlineData("localhost, globex.localhost")]
    [InlineData("agent@localhost")]
    [InlineData("localhost/crm")]
    [InlineData("localhost#")]
    [InlineData("unknown.example")]
    [InlineData("")]
    public async Task OddAuthority_IsRefused(string authority)
    {
        var headers = await _caller.Http2Async();
        headers[3] = (":authority", authority);

        _caller.AssertRefused(await _caller.ExchangeAsync(headers));
    }

    [Theory]
    [InlineData("X-Upper", "a")]
    [InlineData("Content-Type", "application/json")]
    [InlineData("connection", "close")]
    [InlineData("connection", "idempotency-key")]
    [InlineData("transfer-encoding", "chunked")]
    [InlineData("keep-alive", "timeout=5")]
    [InlineData("proxy-connection", "close")]
    [InlineData("upgrade", "h2c")]
    [InlineData("te", "gzip")]
    [InlineData("te", "trailers, chunked")]
    [InlineData("", "a")]
    [InlineData("x a", "b")]
    [InlineData("x:a", "b")]
    [InlineData("x\r\nx-tenant-id", "globex")]
    [InlineData("prefer", "a\0b")]
    [InlineData("prefer", "a\rb")]
    [InlineData("prefer", "a\nb")]
    [InlineData("prefer", "a\r\nx-tenant-id: globex")]
    [InlineData("prefer", "a\r\n\r\nGET / HTTP/1.1")]
    public async Task ForbiddenHeader_IsRefused(string name, string value) => _caller.AssertRefused(await _caller.ExchangeAsync(await _caller.Http2Async(more: (name, value))));

    [Fact]
    public async Task AuthorityDecides_WhateverHostSays()
    {
        var answer = await _caller.ExchangeAsync(await _caller.Http2Async(more: [("host", "globex.localhost"), ("host", "evil.example")]));

        Assert.Equal(200, answer.Status);
        var received = Assert.Single(_caller.Service.Received);
        Assert.Equal(("acme", "localhost"), (received.Headers["X-Tenant-Id"], received.Headers["X-Forwarded-Host"]));
        Assert.DoesNotContain(received.Headers, header => header.Value.Contains("globex", StringComparison.Ordinal) || header.Value.Contains("evil", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("3")]
    [InlineData("0")]
    public async Task LengthThatIsNotThatOfTheBody_IsRefused(string length) =>
        _caller.AssertRefused(await _caller.ExchangeAsync(await _caller.Http2Async("POST", more: [("content-type", "application/json"), ("content-length", length)]), "{}"));

    [Fact]
    public async Task LengthWithoutABody_IsRefused() =>
        _caller.AssertRefused(await _caller.ExchangeAsync(await _caller.Http2Async("POST", more: [("content-type", "application/json"), ("content-length", "2")])));
}
