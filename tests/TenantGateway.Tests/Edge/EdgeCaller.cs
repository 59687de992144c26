using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge;

/// <summary>Calls a protected route with a good token over raw sockets, so that whatever is refused is refused for what it looks like.</summary>
internal sealed class EdgeCaller(GatewayWorld world)
{
    public const string Route = "/crm/contacts";

    private string? _token;

    public RecordingService Service => world.Service;

    /// <summary>The header that authenticates the caller.</summary>
    public async Task<string> AuthorizationAsync() => $"Authorization: Bearer {_token ??= await world.TokenAsync("agent@acme")}";

    /// <param name="headers">Further headers, lines ending in LF.</param>
    /// <param name="target">The request target.</param>
    public async Task<RawAnswer> GetAsync(string headers, string target = Route)
    {
        Service.Reset();
        return await RawHttp.ExchangeAsync(world.DataPlane, $"GET {target} HTTP/1.1\nHost: localhost\n{await AuthorizationAsync()}\n{Line(headers)}Connection: close\n\n");
    }

    /// <param name="headers">Further headers, lines ending in LF, such as the framing.</param>
    /// <param name="body">What follows them, byte for byte.</param>
    public async Task<RawAnswer> PostAsync(string headers, string body)
    {
        Service.Reset();
        var head = $"POST {Route} HTTP/1.1\nHost: localhost\nContent-Type: application/json\n{await AuthorizationAsync()}\nConnection: close\n{Line(headers)}\n";
        return await RawHttp.ExchangeExactlyAsync(world.DataPlane, head.Replace("\n", "\r\n", StringComparison.Ordinal) + body);
    }

    /// <summary>The pseudo-headers and the token of an ordinary HTTP/2 request, then further headers.</summary>
    public async Task<List<(string Name, string Value)>> Http2Async(string method = "GET", string path = Route, params (string Name, string Value)[] more) =>
    [
        (":method", method), (":scheme", "http"), (":path", path), (":authority", "localhost"),
        ("authorization", (await AuthorizationAsync())["Authorization: ".Length..]), .. more,
    ];

    public Task<RawHttp2Answer> ExchangeAsync(IEnumerable<(string Name, string Value)> headers, string? body = null)
    {
        Service.Reset();
        return RawHttp2.ExchangeAsync(world.DataPlaneHttp2, headers, body);
    }

    public void AssertRefused(RawAnswer answer, string? reason = null, int status = 400)
    {
        Assert.Equal(status, answer.Status);
        if (reason is not null) Assert.Contains($"\"reason\":\"{reason}\"", answer.Text, StringComparison.Ordinal);
        Assert.Empty(Service.Received);
    }

    /// <summary>An answer in the range of 400, or an error of stream or connection, or a reset of the connection; and nothing behind the gateway heard of it.</summary>
    public void AssertRefused(RawHttp2Answer answer, string? reason = null)
    {
        if (reason is not null) Assert.Contains($"\"reason\":\"{reason}\"", answer.Text, StringComparison.Ordinal);
        Assert.True(answer.Status is >= 400 and < 500 || answer.Reset is not null || answer.GoAway is not null || answer.IsCut, $"{answer}");
        Assert.Empty(Service.Received);
    }

    private static string Line(string headers) => headers.Length == 0 ? "" : $"{headers}\n";
}
