using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TenantGateway.Forwarding;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Forwarding;

public sealed class ForwardingOptionsTests
{
    [Theory]
    [InlineData("Authorization")]
    [InlineData("cookie")]
    [InlineData("DPoP")]
    [InlineData("Proxy-Authorization")]
    [InlineData("baggage")]
    [InlineData("Connection")]
    [InlineData("Host")]
    [InlineData("Transfer-Encoding")]
    [InlineData("X-Tenant-Id")]
    [InlineData("XTenantId")]
    [InlineData("X-Actor-Id")]
    [InlineData("X-Gateway-Assertion")]
    [InlineData("X-Forwarded-For")]
    [InlineData("x-forwarded-anything")]
    [InlineData("Forwarded")]
    [InlineData("X-Real-IP")]
    [InlineData("X-Original-URL")]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("traceparent")]
    [InlineData("Range")]
    [InlineData("Accept-Encoding")]
    [InlineData("Content-Encoding")]
    [InlineData("Content-MD5")]
    [InlineData("Digest")]
    [InlineData("Content-Digest")]
    [InlineData("Repr-Digest")]
    [InlineData("X_Channel")]
    [InlineData("X.Channel")]
    [InlineData("X Channel")]
    [InlineData("")]
    public void ForbiddenRequestHeader_IsRefused(string header) => Assert.Contains($"RequestHeaders: '{header}'", Assert.Single(FailuresOf(("RequestHeaders:0", header))), StringComparison.Ordinal);

    [Theory]
    [InlineData("Set-Cookie")]
    [InlineData("ETag")]
    [InlineData("Content-Encoding")]
    [InlineData("Content-Digest")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Connection")]
    [InlineData("Cache-Control")]
    [InlineData("Accept-Ranges")]
    public void ForbiddenResponseHeader_IsRefused(string header) => Assert.Contains($"ResponseHeaders: '{header}'", Assert.Single(FailuresOf(("ResponseHeaders:0", header))), StringComparison.Ordinal);

    [Fact]
    public void SeveralErrors_AreToldAtOnce() =>
        Assert.Equal(4, FailuresOf(("RequestHeaders:0", "Cookie"), ("RequestHeaders:1", "X-Good"), ("RequestHeaders:2", "DPoP"), ("ResponseHeaders:0", "Set-Cookie"), ("ActivitySeconds", "0")).Count());

    [Fact]
    public async Task FurtherHeadersOfTheConfiguration_PassInBothDirections()
    {
        await using var world = await GatewayWorld.StartAsync(new Dictionary<string, string?>
        {
            ["Gateway:Forwarding:RequestHeaders:0"] = "X-Channel",
            ["Gateway:Forwarding:ResponseHeaders:0"] = "X-Total-Count",
        });
        world.Service.Answer = (context, _) =>
        {
            context.Response.Headers["X-Total-Count"] = "7";
            context.Response.Headers["X-Other"] = "8";
            return RecordingService.WriteAsync(context, 200, "application/json", "{}"u8.ToArray());
        };

        using var request = LoopbackClient.Request(HttpMethod.Get, "crm/contacts").With("X-Channel", "web").With("X-Other", "9").With("Authorization", $"Bearer {await world.TokenAsync("agent@acme")}");
        using var response = await world.Client.SendAsync(request);

        Assert.Equal("web", world.Service.Last.Headers["X-Channel"]);
        Assert.False(world.Service.Last.Headers.ContainsKey("X-Other"));
        Assert.Equal("7", Assert.Single(response.Headers.GetValues("X-Total-Count")));
        Assert.False(response.Headers.Contains("X-Other"));
    }

    private static IEnumerable<string> FailuresOf(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>($"{ForwardingOptions.Section}:{setting.Key}", setting.Value)))
            .Build();
        using var services = new ServiceCollection().AddForwarding(configuration).BuildServiceProvider();
        return Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<ForwardingOptions>>().Value).Failures;
    }
}
