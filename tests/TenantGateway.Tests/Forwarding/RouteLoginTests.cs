using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Forwarding;

/// <summary>Routes that ask for more of a login than traffic does.</summary>
public sealed class RouteLoginTests
{
    [Fact]
    public async Task RouteThatIsStricter_ChallengesWhatOthersTake()
    {
        await using var world = await GatewayWorld.StartAsync(RouteOf("strict", ("MaxLoginAgeSeconds", "120")));

        var answer = await Answer.ReadAsync(await world.Client.SendAsync(await RequestAsync(world, "strict/a", "&mfa=true&age=180")));

        Assert.Equal((401, "insufficient_user_authentication"), (answer.Status, answer.Reason));
        Assert.Contains("max_age=\"120\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Empty(world.Service.Received);
        Assert.Equal(200, (int)(await world.Client.SendAsync(await RequestAsync(world, "strict/a", "&mfa=true&age=60"))).StatusCode);
        Assert.Equal(200, (int)(await world.Client.SendAsync(await RequestAsync(world, "crm/contacts/1", "&mfa=true&age=180"))).StatusCode);
    }

    [Fact]
    public async Task OwnAudit_TakesNoOlderLoginThanTrafficDoes()
    {
        await using var world = await GatewayWorld.StartAsync(new Dictionary<string, string?> { ["Gateway:Authorization:MaxAgeSeconds"] = "600" });

        var answer = await AskAsync("&mfa=true&age=660");

        Assert.Equal((401, "insufficient_user_authentication"), (answer.Status, answer.Reason));
        Assert.Contains("max_age=\"600\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal(200, (await AskAsync("&mfa=true&age=540")).Status);

        async Task<Answer> AskAsync(string more) =>
            await Answer.ReadAsync(await world.Client.SendAsync(await RequestAsync(world, ".well-known/tenant-gateway/audit/records", more, "reviewer@acme")));
    }

    [Theory]
    [InlineData("MaxLoginAgeSeconds", "0")]
    [InlineData("MaxLoginAgeSeconds", "86401")]
    [InlineData("MaxLoginAgeSeconds", "five")]
    [InlineData("SecondFactor", "maybe")]
    public async Task MetadataThatCannotBeRead_StopTheStart(string key, string value)
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => GatewayWorld.StartAsync(RouteOf("strict", (key, value))));

        Assert.Contains("ReverseProxy:Routes:strict:Metadata", fault.ToString(), StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> RouteOf(string id, (string Key, string Value) metadata) => new()
    {
        [$"ReverseProxy:Routes:{id}:ClusterId"] = "crm",
        [$"ReverseProxy:Routes:{id}:Match:Path"] = $"/{id}/{{**rest}}",
        [$"ReverseProxy:Routes:{id}:Metadata:Policy"] = "contacts",
        [$"ReverseProxy:Routes:{id}:Metadata:{metadata.Key}"] = metadata.Value,
    };

    private static async Task<HttpRequestMessage> RequestAsync(GatewayWorld world, string path, string more, string user = "agent@acme")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {await world.TokenAsync(user, more)}");
        return request;
    }
}
