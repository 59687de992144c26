using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Protection;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Protection;

/// <summary>Values at any depth of a body, in the path, in headers and in cookies.</summary>
public sealed class ValueTests(ProtectedTraffic traffic) : TrafficTests(traffic)
{
    private const string Email = "jane+x@example.org";

    [Fact]
    public async Task FieldsAtAnyDepth_AreStoredAsTokensAndComeBack()
    {
        const string Sent = """{"email":"a@b.org","rows":[{"note":"first","email":"c@d.org"},{"note":"second","remark":"x","deep":{"email":["e@f.org"]}}]}""";
        Assert.Equal(200, (await Traffic.SendAsync("agent@acme", HttpMethod.Post, "values/x", Sent)).Status);

        var stored = Traffic.Service.Last.Text;
        foreach (var value in new[] { "a@b.org", "c@d.org", "e@f.org", "second", "\"x\"" }) Assert.DoesNotContain(value, stored, StringComparison.Ordinal);
        Assert.Contains("\"first\"", stored, StringComparison.Ordinal);
        Traffic.Service.AnswerJson(stored);
        Assert.Equal(Sent, (await Traffic.SendAsync("agent@acme", HttpMethod.Get, "values/x")).Text);
        var refused = await Traffic.SendAsync("agent@acme", HttpMethod.Post, "values/x", """{"any":{"Email":"a@b.org"}}""");
        Assert.Equal((400, "ambiguous_name"), (refused.Status, refused.Reason));
    }

    [Theory]
    [InlineData("values/contacts/jane+x@example.org", "/values/contacts/{0}")]
    [InlineData("values/contacts/jane%2Bx%40example.org/notes?page=1", "/values/contacts/{0}/notes?page=1")]
    [InlineData("Values/CONTACTS/jane%2bx@example%2eorg", null)]
    [InlineData("Values/CONTACTS/jane%2bx@example.org", "/Values/CONTACTS/{0}")]
    [InlineData("values/contacts%20/jane%2bx@example.org", "/values/contacts%20/{0}")]
    [InlineData("values/contacts/jane%252Bx@example.org", null)]
    [InlineData("values/contacts;a=b/jane%2Bx@example.org", null)]
    [InlineData("values/./contacts/jane%2Bx@example.org", null)]
    [InlineData("values//contacts/jane%2Bx@example.org", null)]
    [InlineData("values/contacts%2Fjane%2Bx@example.org", null)]
    public async Task SegmentOfThePath_ReachesTheServiceAsATokenOrNotAtAll(string path, string? expected)
    {
        var token = await TokenAsync();
        var answer = await Traffic.SendAsync("agent@acme", HttpMethod.Get, path);

        if (expected is not null) Assert.Equal((200, string.Format(null, expected, token)), (answer.Status, Traffic.Service.Last.RawTarget));
        else Traffic.AssertRefused(answer, 400, "ambiguous_path");
    }

    [Fact]
    public async Task SegmentOfThePath_NeedsTheRightToSearch_OrAHandle()
    {
        var token = await TokenAsync();
        Traffic.Service.AnswerJson($$"""{"email":"{{token}}"}""");
        var handle = (await Traffic.SendAsync("analyst@acme", HttpMethod.Get, "values/x")).Json["email"]?.ToString();
        Traffic.Service.Reset();

        Traffic.AssertRefused(await Traffic.SendAsync("analyst@acme", HttpMethod.Get, $"values/contacts/{Email}"), 403, "class_search_denied");
        Traffic.AssertRefused(await Traffic.SendAsync("agent@acme", HttpMethod.Get, $"values/contacts/{token}"), 400, "stored_token_in_request");
        Traffic.AssertRefused(await Traffic.SendAsync("analyst@acme", HttpMethod.Get, $"values/other/{handle}"), 400, "invalid_handle");
        Assert.Equal(200, (await Traffic.SendAsync("analyst@acme", HttpMethod.Get, $"values/contacts/{handle}")).Status);
        Assert.Equal($"/values/contacts/{token}", Traffic.Service.Last.RawTarget);
    }

    [Fact]
    public async Task Headers_ReachTheServiceAsTokens_AndNoOthersBesideThem()
    {
        var token = await TokenAsync();
        var answer = await SendAsync(("X-Customer-Email", Email), ("X-Customer-Name", "Jos%C3%A9%2C%20Doe"), ("X-Find-Email", Email), ("X-Customer-Phone", "5550143"), ("X_Customer_Email", Email));

        Assert.Equal(200, answer.Status);
        var received = Traffic.Service.Last.Headers;
        Assert.Equal((token, token), (received["X-Customer-Email"], received["X-Find-Email"]));
        Assert.StartsWith("pn1.", received["X-Customer-Name"], StringComparison.Ordinal);
        Assert.DoesNotContain("X-Customer-Phone", received.Keys);
        AssertKeepsNothing(Email, "Doe", "5550143");
    }

    [Theory]
    [InlineData("X-Customer-Email", "a@b.org, c@d.org")]
    [InlineData("X-Customer-Email", "a@b.org;q=1")]
    [InlineData("X-Customer-Email", "\"a@b.org\"")]
    [InlineData("X-Customer-Email", "a%40b.org")]
    [InlineData("X-Customer-Name", "a%2540b")]
    [InlineData("x-find-email", "a@b.org,")]
    public async Task HeaderOfTwoReadings_IsRefused(string name, string value) => Traffic.AssertRefused(await SendAsync((name, value)), 400, "ambiguous_header");

    [Fact]
    public async Task HeaderInTwoLines_AndCookiesInTwoLines_AreRefused()
    {
        await AssertRawAsync("X-Customer-Email: a@b.org\nX-Customer-Email: a@b.org\n", "ambiguous_header");
        await AssertRawAsync("X-Customer-Email: a@b.org\nx-customer-email:\n", "ambiguous_header");
        await AssertRawAsync("Cookie: last=a\nCookie: x=y\n", "ambiguous_cookie");
    }

    [Fact]
    public async Task NamedHeader_IsDroppedWithTheConnection()
    {
        var answer = await RawHttp.ExchangeAsync(Traffic.World.DataPlane, $"{await HeadAsync()}X-Customer-Email: {Email}\nConnection: close, X-Customer-Email\n\n");
        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain("X-Customer-Email", Traffic.Service.Last.Headers.Keys);
    }

    [Fact]
    public async Task NamedCookies_ReachTheServiceAsTokens_AndNoOthers()
    {
        var token = await TokenAsync();
        Assert.Equal(200, (await SendAsync(("Cookie", "session=5550143; last=jane%2Bx%40example.org; other=x"))).Status);

        Assert.Equal($"last={token}", Traffic.Service.Last.Headers["Cookie"]);
        AssertKeepsNothing(Email, "5550143", "session");
        Assert.Equal(200, (await SendAsync(("Cookie", "session=5550143; last="))).Status);
        Assert.DoesNotContain("Cookie", Traffic.Service.Last.Headers.Keys);
    }

    [Theory]
    [InlineData("last=a; last=b")]
    [InlineData("last=a; Last=b")]
    [InlineData("last=a+b")]
    [InlineData("last=\"a\"")]
    [InlineData("last")]
    public async Task CookieOfTwoReadings_IsRefused(string cookies) => Traffic.AssertRefused(await SendAsync(("Cookie", cookies)), 400, "ambiguous_cookie");

    [Fact]
    public async Task CallerWithoutTheRight_SendsNoValueInAHeaderOrCookie()
    {
        foreach (var (name, value, reason) in new[] { ("X-Customer-Email", Email, "class_write_denied"), ("X-Find-Email", Email, "class_search_denied"), ("Cookie", "last=a", "class_write_denied") })
            Traffic.AssertRefused(await SendAsync("analyst@acme", (name, value)), 403, reason);
    }

    [Fact]
    public async Task HeadersOfAnAnswer_HoldNoStoredTokenHoweverItIsEncoded()
    {
        var token = await TokenAsync();
        var once = token.Replace(".", "%2E", StringComparison.Ordinal);
        var twice = once.Replace("%", "%25", StringComparison.Ordinal);
        foreach (var held in new[] { token, once, $"%70{once[1..]}", twice, twice.Replace("%", "%25", StringComparison.Ordinal), new string('%', 3) + once, "%2525252525252561" })
        {
            Traffic.Service.Answer = (context, _) =>
            {
                context.Response.Headers.Location = $"/values/contacts/{held}";
                context.Response.Headers.SetCookie = $"last={held}";
                return RecordingService.WriteAsync(context, 201, "application/json", "{}"u8.ToArray());
            };
            var answer = await Traffic.SendAsync("agent@acme", HttpMethod.Post, "values/x", "{}");
            Assert.Equal((201, (Uri?)null, false), (answer.Status, answer.Headers.Location, answer.Headers.Contains("Set-Cookie")));
        }

        Traffic.Service.Answer = (context, _) =>
        {
            context.Response.Headers.Location = "/values/a%20b%252Fc?x=100%25";
            return RecordingService.WriteAsync(context, 201, "application/json", "{}"u8.ToArray());
        };
        Assert.Equal("/values/a%20b%252Fc?x=100%25", (await Traffic.SendAsync("agent@acme", HttpMethod.Post, "values/x", "{}")).Headers.Location?.OriginalString);
    }

    [Fact]
    public void RotationOfTheLookupKey_AsksForPathsAndHeadersThatAreSearchedBy() =>
        Assert.Equal(
            ["path /values/contacts/{email}"],
            Traffic.World.Gateway.Services.GetRequiredService<ISearchRoutes>().FindUndeclared().Where(search => search.Route == "values").Select(search => search.Parameter));

    private async Task<string> TokenAsync()
    {
        Assert.Equal(200, (await Traffic.SendAsync("agent@acme", HttpMethod.Post, "values/x", new JsonObject { ["email"] = Email }.ToJsonString())).Status);
        var token = JsonNode.Parse(Traffic.Service.Last.Text)?["email"]?.ToString() ?? "";
        Assert.StartsWith("pn1.", token, StringComparison.Ordinal);
        Traffic.Service.Reset();
        return token;
    }

    private Task<Answer> SendAsync(params (string Name, string Value)[] headers) => SendAsync("agent@acme", headers);

    private Task<Answer> SendAsync(string user, params (string Name, string Value)[] headers)
    {
        var request = LoopbackClient.Request(HttpMethod.Get, "values/x", null);
        foreach (var (name, value) in headers) request.With(name, value);
        return Traffic.SendAsync(user, request);
    }

    private async Task<string> HeadAsync() => $"GET /values/x HTTP/1.1\nHost: {Traffic.World.DataPlane.Authority}\nAuthorization: Bearer {await Traffic.TokenAsync("agent@acme")}\n";

    private async Task AssertRawAsync(string headers, string reason)
    {
        var answer = await RawHttp.ExchangeAsync(Traffic.World.DataPlane, $"{await HeadAsync()}{headers}Connection: close\n\n");
        Assert.Equal(400, answer.Status);
        Assert.Contains(reason, answer.Text, StringComparison.Ordinal);
        Assert.Empty(Traffic.Service.Received);
    }

    private void AssertKeepsNothing(params string[] values)
    {
        var received = Traffic.Service.Last;
        foreach (var value in values) Assert.DoesNotContain(value, received.RawTarget + received.Text + string.Join('\n', received.Headers), StringComparison.Ordinal);
    }
}
