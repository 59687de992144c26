using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge;

/// <summary>
/// What a reverse proxy of YARP on Kestrel does without further steps, row by row, and what becomes of it here: on a protected route, with a good token.
/// </summary>
public sealed class BareServerTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private readonly EdgeCaller _caller = new(shared.World);

    [Theory]
    [InlineData("passes as /a%252Fb", "/crm/a%2Fb")]
    [InlineData("passes as /a%252Fb too", "/crm/a%252Fb")]
    [InlineData("forwards empty segments", "//admin")]
    [InlineData("forwards empty segments within", "/crm//admin")]
    [InlineData("forwards path parameters", "/crm/contacts;jsessionid=1")]
    [InlineData("forwards backslashes as slashes", "/crm\\contacts")]
    [InlineData("forwards encoded backslashes", "/crm%5Ccontacts")]
    [InlineData("resolves dot segments", "/public/../crm/contacts")]
    [InlineData("resolves encoded dot segments", "/public/%2e%2e/crm/contacts")]
    public async Task TargetThatABareServer_IsRefused(string does, string target)
    {
        Assert.NotEmpty(does);
        _caller.AssertRefused(await _caller.GetAsync("", target), "ambiguous_path");
    }

    [Theory]
    [InlineData("forwards", "X_Tenant_Id: forged")]
    [InlineData("forwards", "X.Tenant.Id: forged")]
    [InlineData("merges", "X-Tenant-Id: forged\nX-Tenant-Id: forged")]
    [InlineData("forwards", "X-Real-IP: forged")]
    [InlineData("forwards", "X-Forwarded-Port: forged")]
    [InlineData("forwards", "X-Original-URL: /forged")]
    [InlineData("forwards", "X-HTTP-Method-Override: forged")]
    [InlineData("forwards what Connection names", "Connection: close, Idempotency-Key\nIdempotency-Key: forged")]
    public async Task HeaderThatABareServer_ReachesNoService(string does, string headers)
    {
        Assert.NotEmpty(does);

        var answer = await _caller.GetAsync(headers);

        Assert.Equal(200, answer.Status);
        var received = Assert.Single(_caller.Service.Received);
        Assert.Equal("GET", received.Method);
        Assert.Equal("acme", received.Headers["X-Tenant-Id"]);
        Assert.DoesNotContain(received.Headers, header => header.Value.Contains("forged", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("HTTP/1.1", "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n", "ambiguous_framing")]
    [InlineData("HTTP/1.0", "Transfer-Encoding: chunked\r\n", "ambiguous_framing")]
    [InlineData("HTTP/1.1", "X-A: 1\nTransfer-Encoding: chunked\r\n", null)]
    [InlineData("HTTP/1.1", "Transfer-Encoding: chunked\n", null)]
    public async Task FramingThatABareServerAccepts_IsRefused(string version, string framing, string? reason)
    {
        _caller.Service.Reset();

        var answer = await RawHttp.ExchangeExactlyAsync(
            shared.World.DataPlane,
            $"POST {EdgeCaller.Route} {version}\r\nHost: localhost\r\nContent-Type: application/json\r\n{await _caller.AuthorizationAsync()}\r\n{framing}\r\n2\r\n{{}}\r\n0\r\n\r\n");

        _caller.AssertRefused(answer, reason);
        Assert.Equal(1, answer.Count);
    }

    [Fact]
    public async Task Trailers_AreDropped()
    {
        var answer = await _caller.PostAsync("Transfer-Encoding: chunked\nTrailer: X-Tenant-Id", "2\r\n{}\r\n0\r\nX-Tenant-Id: forged\r\nIdempotency-Key: forged\r\n\r\n");

        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain(Assert.Single(_caller.Service.Received).Headers, header => header.Value.Contains("forged", StringComparison.Ordinal));
    }
}
