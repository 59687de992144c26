using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TenantGateway.Tests.Cli;

public class FailureTests
{
    private const string Problem = """
        {"type":"about:blank","title":"The actor lacks the role.","status":400,"detail":"Needs tenant-admin.","reason":"role_missing","remedy":"Ask for it.","requestId":"req-1",
         "errors":[{"path":"$.hosts[0]","problem":"Not a host name.","remedy":"Write a host name."}]}
        """;

    [Theory]
    [InlineData(400, 7)]
    [InlineData(401, 3)]
    [InlineData(403, 4)]
    [InlineData(404, 5)]
    [InlineData(409, 6)]
    [InlineData(413, 7)]
    [InlineData(418, 1)]
    [InlineData(421, 1)]
    [InlineData(422, 7)]
    [InlineData(429, 8)]
    [InlineData(500, 8)]
    [InlineData(503, 8)]
    public async Task RefusalOfTheGateway_HasItsExitCode_AndIsToldInOneLineWithItsParts(int status, int exit)
    {
        await using var gateway = await AdminServer.AnsweringAsync(status, Problem, "application/problem+json; charset=utf-8");
        var ran = await Tgw.RunAsync(gateway.Address, "tenants", "list");

        Assert.Equal((exit, ""), (ran.Exit, ran.Output));
        Assert.Equal(
            ["tgw: role_missing: The actor lacks the role. Needs tenant-admin. Ask for it. (request req-1)", "  $.hosts[0]: Not a host name. Write a host name."],
            ran.Error.ReplaceLineEndings("\n").TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task RefusalOfTheGateway_IsJsonOnTheErrorStreamWhereJsonIsAskedFor()
    {
        await using var gateway = await AdminServer.AnsweringAsync(422, Problem, "application/problem+json");
        var ran = await Tgw.RunAsync(gateway.Address, [.. Tgw.Create, "--output=json"]);

        Assert.Equal((7, ""), (ran.Exit, ran.Output));
        var expected = """
            {"code":"role_missing","problem":"The actor lacks the role. Needs tenant-admin.","remedy":"Ask for it.","requestId":"req-1","exitCode":7,
             "errors":[{"path":"$.hosts[0]","problem":"Not a host name.","remedy":"Write a host name."}]}
            """;
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, ran.ErrorJson), ran.Error);
    }

    [Theory]
    [InlineData(502, "text/html", "<h1>Bad gateway</h1>", 8, "http_502")]
    [InlineData(401, "text/plain", "", 3, "http_401")]
    [InlineData(403, "application/problem+json", "{", 4, "http_403")]
    [InlineData(302, "text/html", "", 1, "http_302")]
    [InlineData(200, "text/html", "<h1>Welcome</h1>", 1, "unexpected_answer")]
    [InlineData(200, "application/json", "{\"items\":[{\"id\":\"acme\"}]}", 1, "unexpected_answer")]
    [InlineData(200, "application/json", "{\"items\":null}", 1, "unexpected_answer")]
    [InlineData(200, "application/json", "null", 1, "unexpected_answer")]
    [InlineData(200, "application/json; charset=nonsense", "", 1, "unexpected_answer")]
    public async Task AnswerOfSomethingElse_IsTold_AndItsBodyIsNot(int status, string contentType, string body, int exit, string code)
    {
        await using var gateway = await AdminServer.AnsweringAsync(status, body, contentType);
        var ran = await Tgw.RunAsync(gateway.Address, "tenants", "list");

        Assert.Equal((exit, ""), (ran.Exit, ran.Output));
        Assert.StartsWith($"tgw: {code}: ", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("<h1>", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_IsNotFollowedWithTheToken()
    {
        await using var elsewhere = await AdminServer.AnsweringAsync(200, """{"items":[]}""");
        await using var gateway = await AdminServer.StartAsync(context =>
        {
            context.Response.Redirect(elsewhere.Address + "/admin/tenants");
            return Task.CompletedTask;
        });

        Assert.Equal(1, (await Tgw.RunAsync(gateway.Address, "tenants", "list")).Exit);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task NobodyListening_IsUnreachable()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var address = $"http://{closed.LocalEndpoint}";
        closed.Stop();
        var ran = await Tgw.RunAsync(address, "tenants", "list");

        Assert.Equal((8, ""), (ran.Exit, ran.Output));
        Assert.StartsWith($"tgw: gateway_unreachable: No usable connection to {address}/", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SilentGateway_TimesOut()
    {
        await using var gateway = await AdminServer.StartAsync(context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        var ran = await Tgw.RunAsync(gateway.Address, Tgw.Token, TimeSpan.FromMilliseconds(300), "tenants", "list", "-o", "json");

        Assert.Equal(8, ran.Exit);
        Assert.Equal("gateway_timeout", ran.ErrorJson.GetProperty("code").GetString());
    }

    [Fact]
    public async Task BrokenConnection_IsUnavailable()
    {
        await using var gateway = await AdminServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.Equal(8, (await Tgw.RunAsync(gateway.Address, "tenants", "list")).Exit);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    public async Task Token_IsNeverPrinted_EvenWhereTheGatewayEchoesIt(string format)
    {
        await using var gateway = await AdminServer.StartAsync(context =>
        {
            context.Response.StatusCode = 401;
            return context.Response.WriteAsJsonAsync(new { reason = "invalid_token", title = $"Bad: {context.Request.Headers.Authorization}" }, options: null, "application/problem+json");
        });
        var ran = await Tgw.RunAsync(gateway.Address, "tenants", "list", "--output", format);

        Assert.Equal(3, ran.Exit);
        Assert.Contains("Bad: Bearer [token]", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Tgw.Token, ran.Output + ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "missing_token")]
    [InlineData("  ", "missing_token")]
    [InlineData("Bearer secret-secret", "invalid_token")]
    [InlineData("\"secret-secret\"", "invalid_token")]
    [InlineData("secret\nsecret", "invalid_token")]
    [InlineData("sécret-secret", "invalid_token")]
    public async Task NoUsableToken_IsNotAuthenticated_AndNothingIsSent(string? token, string code)
    {
        await using var gateway = await AdminServer.AnsweringAsync(200, "{}");
        var ran = await Tgw.RunAsync(gateway.Address, token, TimeSpan.FromSeconds(30), "tenants", "list");

        Assert.Equal(3, ran.Exit);
        Assert.StartsWith($"tgw: {code}: ", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", ran.Error, StringComparison.Ordinal);
        Assert.Empty(gateway.Requests);
    }

    [Theory]
    [InlineData("http://gateway.example.com", "unencrypted")]
    [InlineData("http://10.0.0.1:8081", "unencrypted")]
    [InlineData("http://127.0.0.1.example.com", "unencrypted")]
    [InlineData("gateway.example.com", "not an absolute")]
    [InlineData("ftp://127.0.0.1", "not an absolute")]
    [InlineData("https://user:pass@gateway.example.com", "has a user")]
    [InlineData("https://gateway.example.com/?a=b", "query")]
    public async Task UnsafeOrMalformedAddress_IsAUsageError(string address, string expected)
    {
        var ran = await Tgw.RunAsync(address, "tenants", "list");

        Assert.Equal((2, ""), (ran.Exit, ran.Output));
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
    }
}
