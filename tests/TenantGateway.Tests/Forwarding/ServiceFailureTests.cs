using System.Net;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Forwarding;

/// <summary>A service that fails in the middle of anything gives the caller a whole problem, and never a part of its answer.</summary>
public sealed class ServiceFailureTests(RawServiceFixture fixture) : IClassFixture<RawServiceFixture>
{
    private const string Secret = "ada.secret";
    private const string Json = "HTTP/1.1 200 OK\nContent-Type: application/json\n";

    [Theory]
    [InlineData("", AfterAnswer.Close)]
    [InlineData("", AfterAnswer.Reset)]
    [InlineData("HTTP/1.1 200 OK\nContent-Ty", AfterAnswer.Close)]
    [InlineData("HTTP/1.1 200 OK\nContent-Ty", AfterAnswer.Reset)]
    [InlineData(Json + "Content-Length: 100\n\n{\"name\":\"ada.secret\"", AfterAnswer.Close)]
    [InlineData(Json + "Content-Length: 100\n\n{\"name\":\"ada.secret\"", AfterAnswer.Reset)]
    [InlineData(Json + "Transfer-Encoding: chunked\n\n7\n{\"a\":1}\n", AfterAnswer.Close)]
    [InlineData(Json + "Transfer-Encoding: chunked\n\nzz\n{\"a\":1}\n", AfterAnswer.Close)]
    [InlineData("SSH-2.0-OpenSSH_9.2 ada.secret\n", AfterAnswer.Close)]
    [InlineData("HTTP/1.1 ada.secret\n\n", AfterAnswer.Close)]
    [InlineData("HTTP/1.1 200 OK\nada.secret\n\n", AfterAnswer.Close)]
    public async Task ServiceThatBreaksOff_Is502(string answer, AfterAnswer then) => await AssertProblemAsync(answer, then, 502, "service_unavailable");

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\nContent-Ty")]
    [InlineData(Json + "Content-Length: 100\n\n{\"name\":\"ada.secret\"")]
    [InlineData(Json + "Transfer-Encoding: chunked\n\n7\n{\"a\":1}\n")]
    public async Task ServiceThatGoesSilent_Is504(string answer) => await AssertProblemAsync(answer, AfterAnswer.StaySilent, 504, "service_timeout");

    [Theory]
    [InlineData("HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"name\":\"ada.secret", 502)]
    [InlineData("HTTP/1.1 101 Switching Protocols\nConnection: Upgrade\nUpgrade: ada.secret\n\n", 502)]
    public async Task AnswerThatNobodyCanInspect_Is502(string answer, int status) => await AssertProblemAsync(answer, AfterAnswer.Close, status, "response_not_inspectable");

    [Theory]
    [InlineData("down")]
    [InlineData("nowhere")]
    public async Task ServiceThatIsNotThere_Is502(string path)
    {
        var answer = await Answer.ReadAsync(await fixture.World.SendAsync("agent@acme", HttpMethod.Get, path));

        Assert.Equal((502, "service_unavailable"), (answer.Status, answer.Reason));
        Assert.DoesNotContain("127.0.0.1", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WordsBehindTheStatus_StayHere()
    {
        fixture.Service.Answer = $"HTTP/1.1 404 No contact {Secret}\nContent-Length: 0\n\n";
        fixture.Service.Then = AfterAnswer.Close;

        var answer = await SendAsync();

        Assert.Equal("HTTP/1.1 404 Not Found", answer.StatusLine);
        Assert.DoesNotContain(Secret, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HeadersThatConnectionNames_StayHere()
    {
        fixture.Service.Answer = $"HTTP/1.1 204 No Content\nConnection: Location\nLocation: /{Secret}\n\n";
        fixture.Service.Then = AfterAnswer.Close;

        var answer = await SendAsync();

        Assert.Equal(204, answer.Status);
        Assert.DoesNotContain(Secret, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trailers_StayHere()
    {
        fixture.Service.Answer = $"{Json}Transfer-Encoding: chunked\nTrailer: X-Name\n\n2\n{{}}\n0\nX-Name: {Secret}\n\n";
        fixture.Service.Then = AfterAnswer.Close;
        using var client = LoopbackClient.Create(fixture.World.DataPlaneHttp2);
        using var request = LoopbackClient.Request(HttpMethod.Get, "crm/contacts").With("Authorization", $"Bearer {await fixture.World.TokenAsync("agent@acme")}");
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);

        using var response = await client.SendAsync(request);

        Assert.Equal("{}", await response.Content.ReadAsStringAsync());
        Assert.Empty(response.TrailingHeaders);
    }

    private async Task AssertProblemAsync(string answer, AfterAnswer then, int status, string reason)
    {
        (fixture.Service.Answer, fixture.Service.Then) = (answer, then);
        fixture.Logs.Clear();

        var seen = await SendAsync();

        Assert.Equal((status, 1), (seen.Status, seen.Count));
        Assert.Contains("Content-Type: application/problem+json", seen.Text, StringComparison.Ordinal);
        Assert.Contains($"\"reason\":\"{reason}\"", seen.Text, StringComparison.Ordinal);
        foreach (var inner in (string[])[Secret, "\"name\"", "\"a\":1", fixture.Service.Address.Authority, "Exception", "System.", "   at "]) Assert.DoesNotContain(inner, seen.Text, StringComparison.Ordinal);
        Assert.NotEmpty(fixture.Logs.Lines);
        Assert.DoesNotContain(fixture.Logs.Lines, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    // With the secret wherever a caller can put one, of which the logs may hold none either.
    private async Task<RawAnswer> SendAsync()
    {
        const string Body = "{\"name\":\"ada.secret\"}";
        return await RawHttp.ExchangeAsync(
            fixture.World.DataPlane,
            $"POST /crm/contacts/{Secret}?name={Secret} HTTP/1.1\nHost: localhost\nAuthorization: Bearer {await fixture.World.TokenAsync("agent@acme")}\n"
            + $"Prefer: {Secret}\nContent-Type: application/json\nContent-Length: {Body.Length}\nConnection: close\n\n{Body}");
    }
}
