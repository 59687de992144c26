using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge;

/// <summary>A length is digits and nothing else, so that nobody reads it as another one.</summary>
public sealed class ContentLengthTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private readonly EdgeCaller _caller = new(shared.World);

    public static TheoryData<string> OddLengths() =>
    [
        "+2", "-2", " +2", "02", "00", "0000000000000000000002", "2_0", "1_0", "0x2", "2.0", "2e0", "2 0", "2\t0", "2,", "2, 2", ",2", "2;", "\"2\"", "2\v", "\v2", "\f2", "2\u00A0", "\u00B2",
        "9223372036854775808", "18446744073709551618", "99999999999999999999",
    ];

    [Theory]
    [MemberData(nameof(OddLengths))]
    public async Task OddLength_Returns400(string length) => _caller.AssertRefused(await _caller.PostAsync($"Content-Length: {length}", "{}"));

    [Theory]
    [MemberData(nameof(OddLengths))]
    [InlineData(" 2")]
    [InlineData("2 ")]
    [InlineData("")]
    public async Task OddLengthInHttp2_IsRefused(string length) =>
        _caller.AssertRefused(await _caller.ExchangeAsync(await _caller.Http2Async("POST", more: [("content-type", "application/json"), ("content-length", length)]), "{}"));

    [Fact]
    public async Task EmptyLength_Returns400() => _caller.AssertRefused(await _caller.PostAsync("Content-Length:", "{}"));

    [Theory]
    [InlineData("Content-Length: 2", "{}")]
    [InlineData("content-length:\t 2 \t", "{}")]
    [InlineData("CONTENT-LENGTH:11", "{\"a\":\"bcd\"}")]
    [InlineData("Content-Length: 0", "")]
    public async Task PlainLength_IsTaken(string header, string body)
    {
        var answer = await _caller.PostAsync(header, body);

        Assert.NotInRange(answer.Status, 400, 413);
        if (body.Length > 0) Assert.Equal(body, Assert.Single(_caller.Service.Received).Text);
    }

    [Fact]
    public async Task PlainLengthInHttp2_IsTaken()
    {
        var answer = await _caller.ExchangeAsync(await _caller.Http2Async("POST", more: [("content-type", "application/json"), ("content-length", "2")]), "{}");

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task SecondRequestOnTheConnection_IsReadAsStrictly()
    {
        _caller.Service.Reset();
        var request = $"POST {EdgeCaller.Route} HTTP/1.1\nHost: localhost\nContent-Type: application/json\n{await _caller.AuthorizationAsync()}\n";

        var answer = await RawHttp.ExchangeAsync(shared.World.DataPlane, $"{request}Content-Length: 2\n\n{{}}{request}Content-Length: +2\n\n{{}}");

        Assert.Equal((200, 2), (answer.Status, answer.Count));
        Assert.Contains("HTTP/1.1 400", answer.Text, StringComparison.Ordinal);
        Assert.Single(_caller.Service.Received);
    }
}
