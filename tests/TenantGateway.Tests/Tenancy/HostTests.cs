using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Tenancy;

public sealed class HostTests : IdentityTest
{
    [Theory]
    [InlineData("acme.localhost")]
    [InlineData("ACME.LocalHost")]
    [InlineData("acme.localhost:8443")]
    [InlineData("acme.localhost.")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:80")]
    public async Task HostServedHere_IsLetOn(string host)
    {
        Assert.Equal(200, (await GetAsync(Draft(), host)).Status);
        Assert.Equal(200, (await Http2Async(Draft(), host)).Status);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("acme.localhost.evil.example")]
    [InlineData("xacme.localhost")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("[::1]")]
    public async Task UnknownHost_IsMisdirected(string host)
    {
        Assert.Equal(new Answer(421, "{\"code\":\"unknown_host\"}", null), await GetAsync(Draft(), host));
        Assert.Equal(new Answer(421, "{\"code\":\"unknown_host\"}", null), await Http2Async(Draft(), host));
    }

    [Fact]
    public async Task UnknownHost_IsToldBeforeTheTokenIsLookedAt() => Assert.Equal("unknown_host", (await GetAsync((string?)null, "evil.example")).Code);

    [Theory]
    [InlineData("", "HTTP/1.0", "421")]
    [InlineData("Host: \r\n", "HTTP/1.1", "421")]
    [InlineData("Host: acme.localhost..\r\n", "HTTP/1.1", "421")]
    [InlineData("Host: acme_.localhost\r\n", "HTTP/1.1", "421")]
    [InlineData("Host: -acme.localhost\r\n", "HTTP/1.1", "421")]
    // These the server refuses before any of the gateway's own steps.
    [InlineData("", "HTTP/1.1", "400")]
    [InlineData("Host: acme.localhost\r\nHost: globex.localhost\r\n", "HTTP/1.1", "400")]
    [InlineData("Host: acme.localhost, globex.localhost\r\n", "HTTP/1.1", "400")]
    [InlineData("Host: user@acme.localhost\r\n", "HTTP/1.1", "400")]
    public async Task MissingRepeatedOrInvalidHost_IsRefused(string headers, string version, string status)
    {
        var answer = await RawHttp.GetAsync(Gateway.Data, headers + $"Authorization: Bearer {Draft().Sign()}\r\n", version);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    private Task<Answer> Http2Async(TokenDraft token, string host) => SendAsync(Gateway.DataHttp2, HttpMethod.Get, "/", "Bearer " + token.Sign(), host);
}
