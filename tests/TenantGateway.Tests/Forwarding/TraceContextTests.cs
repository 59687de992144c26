using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Forwarding;

/// <summary>W3C Trace Context goes on to services; the state and baggage of a caller, which could hold anything, do not. Over raw sockets, because HTTP clients write trace contexts of their own.</summary>
public sealed class TraceContextTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Span = "00f067aa0ba902b7";

    private readonly GatewayWorld _world = shared.World;

    [Fact]
    public async Task TraceOfTheCaller_IsContinued()
    {
        var headers = await SendAsync($"traceparent: 00-{Trace}-{Span}-01\ntracestate: vendor=zoe,other=2\nbaggage: user=zoe\nCorrelation-Context: user=zoe\nRequest-Id: |zoe.");

        Assert.Matches($"^00-{Trace}-[0-9a-f]{{16}}-0[01]$", headers["traceparent"]);
        Assert.DoesNotContain(Span, headers["traceparent"], StringComparison.Ordinal);
        Assert.False(headers.ContainsKey("tracestate"));
        Assert.DoesNotContain(headers, header => header.Value.Contains("zoe", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Accept: */*")]
    [InlineData("traceparent: zoe")]
    [InlineData("traceparent: 00-00000000000000000000000000000000-0000000000000000-01")]
    public async Task NoTraceOrABrokenOne_IsMadeAnew(string header)
    {
        var headers = await SendAsync(header);

        Assert.Matches("^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-0[01]$", headers["traceparent"]);
        Assert.False(headers.ContainsKey("tracestate"));
    }

    private async Task<IReadOnlyDictionary<string, string>> SendAsync(string headers)
    {
        var answer = await RawHttp.ExchangeAsync(
            _world.DataPlane, $"GET /crm/contacts HTTP/1.1\nHost: localhost\nAuthorization: Bearer {await _world.TokenAsync("agent@acme")}\n{headers}\nConnection: close\n\n");
        Assert.Equal(200, answer.Status);
        return _world.Service.Last.Headers;
    }
}
