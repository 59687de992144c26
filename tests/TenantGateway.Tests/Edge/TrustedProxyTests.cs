using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TenantGateway.Edge.Proxies;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge;

/// <summary>Who calls, and how, is what the connection says, or a listed proxy; and services learn of the address only where that is wanted.</summary>
public sealed class TrustedProxyTests
{
    private static readonly (string Key, string Value) SendAddress = ("Forwarding:SendCallerAddress", "true");

    [Fact]
    public async Task WithoutProxies_NobodyIsBelieved()
    {
        await using var world = await StartAsync(SendAddress);

        var headers = await SendAsync(world, "X-Forwarded-For: 203.0.113.7\nX-Forwarded-Proto: https\nX-Forwarded-Host: evil.example");

        Assert.Equal(("127.0.0.1", "http", "localhost"), (headers["X-Forwarded-For"], headers["X-Forwarded-Proto"], headers["X-Forwarded-Host"]));
    }

    [Fact]
    public async Task ProxyOfAnotherNetwork_IsNotBelieved()
    {
        await using var world = await StartAsync(SendAddress, ("TrustedProxies:Networks:0", "192.0.2.0/24"), ("TrustedProxies:Networks:1", "::1"));

        var headers = await SendAsync(world, "X-Forwarded-For: 203.0.113.7\nX-Forwarded-Proto: https");

        Assert.Equal(("127.0.0.1", "http"), (headers["X-Forwarded-For"], headers["X-Forwarded-Proto"]));
    }

    [Fact]
    public async Task ListedProxy_SpeaksForTheCaller()
    {
        await using var world = await StartAsync(SendAddress, ("TrustedProxies:Networks:0", "127.0.0.0/8"));

        foreach (var (forwarded, address, scheme) in new[]
        {
            ("X-Forwarded-For: 203.0.113.7\nX-Forwarded-Proto: https", "203.0.113.7", "https"),
            ("X-Forwarded-For: 203.0.113.7:4711", "203.0.113.7", "http"),
            ("X-Forwarded-For: [2001:db8::7]:4711", "2001:db8::7", "http"),
            // What the caller itself wrote stands to the left of what the proxy added.
            ("X-Forwarded-For: 10.0.0.1, 203.0.113.7", "203.0.113.7", "http"),
            ("X-Forwarded-For: 10.0.0.1\nX-Forwarded-For: 203.0.113.7", "203.0.113.7", "http"),
            ("X-Forwarded-For: 127.0.0.1, 203.0.113.7", "203.0.113.7", "http"),
            ("X-Forwarded-For: 10.0.0.1, nonsense", "127.0.0.1", "http"),
            ("X-Forwarded-For: 10.0.0.1, 1.2.3.4.5", "127.0.0.1", "http"),
            ("X-Forwarded-For: 10.0.0.1, unknown", "127.0.0.1", "http"),
            ("X-Forwarded-For: 10.0.0.1, \"", "127.0.0.1", "http"),
            ("X-Forwarded-For: ,,,", "127.0.0.1", "http"),
            ("X-Forwarded-For:", "127.0.0.1", "http"),
            ($"X-Forwarded-For: {new string(',', 4000)}", "127.0.0.1", "http"),
            ("X-Forwarded-Proto: gopher", "127.0.0.1", "http"),
            ("X-Forwarded-Proto: https, http", "127.0.0.1", "http"),
            ("X-Forwarded-Proto: <script>", "127.0.0.1", "http"),
            ("X-Forwarded-Host: evil.example\nX-Original-Host: evil.example", "127.0.0.1", "http"),
            ("Forwarded: for=10.0.0.1;proto=https;host=evil.example\nX-Real-IP: 10.0.0.1", "127.0.0.1", "http"),
            ("X_Forwarded_For: 10.0.0.1\nX-Forwarded_Proto: https", "127.0.0.1", "http"),
        })
        {
            var headers = await SendAsync(world, forwarded);

            Assert.Equal((forwarded, address, scheme, "localhost"), (forwarded, headers["X-Forwarded-For"], headers["X-Forwarded-Proto"], headers["X-Forwarded-Host"]));
            Assert.DoesNotContain(headers.Keys, name => name is "Forwarded" or "X-Real-IP" || name.StartsWith("X-Original", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task SeveralProxies_AreFollowedAsFarAsTheyAreListedAndTheLimitAllows()
    {
        await using var world = await StartAsync(
            SendAddress, ("TrustedProxies:Networks:0", "127.0.0.1"), ("TrustedProxies:Networks:1", "10.0.0.0/8"), ("TrustedProxies:ForwardLimit", "2"));

        foreach (var (forwarded, address) in new[]
        {
            ("203.0.113.7, 10.0.0.9", "203.0.113.7"),
            ("198.51.100.1, 203.0.113.7, 10.0.0.9", "203.0.113.7"),
            ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
            ("198.51.100.1, 10.0.0.8, 10.0.0.9", "10.0.0.8"),
        }) Assert.Equal((forwarded, address), (forwarded, (await SendAsync(world, $"X-Forwarded-For: {forwarded}"))["X-Forwarded-For"]));
    }

    [Fact]
    public async Task CallerAddress_IsNoServicesBusinessUnlessConfigured()
    {
        await using var world = await StartAsync(("TrustedProxies:Networks:0", "127.0.0.1"));

        var headers = await SendAsync(world, "X-Forwarded-For: 203.0.113.7\nX-Forwarded-Proto: https");

        Assert.False(headers.ContainsKey("X-Forwarded-For"));
        Assert.Equal(("https", "localhost"), (headers["X-Forwarded-Proto"], headers["X-Forwarded-Host"]));
        Assert.DoesNotContain(headers, header => header.Value.Contains("203.0.113.7", StringComparison.Ordinal) || header.Value.Contains("127.0.0.1:", StringComparison.Ordinal) && header.Key != "Host");
    }

    [Theory]
    [InlineData("0.0.0.0/0", "is everybody")]
    [InlineData("::/0", "is everybody")]
    [InlineData("proxy.example", "neither an address nor a network")]
    [InlineData("10.0.0.0/33", "neither an address nor a network")]
    [InlineData("", "neither an address nor a network")]
    public void NetworkThatCannotBeMeant_IsRefused(string network, string told)
    {
        var result = new TrustedProxiesOptionsValidator().Validate(null, new TrustedProxiesOptions { Networks = [network] });

        Assert.Contains($"Gateway:TrustedProxies:Networks: '{network}' ", Assert.Single(result.Failures ?? []), StringComparison.Ordinal);
        Assert.Contains(told, result.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void ForwardLimitOutOfBounds_IsRefused(int limit)
    {
        var services = new ServiceCollection();
        services.AddOptions<TrustedProxiesOptions>().Configure(options => options.ForwardLimit = limit).ValidateDataAnnotations();
        using var provider = services.BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<TrustedProxiesOptions>>().Value);
    }

    private static Task<GatewayWorld> StartAsync(params (string Key, string Value)[] settings) =>
        GatewayWorld.StartAsync(settings.ToDictionary(setting => $"Gateway:{setting.Key}", setting => (string?)setting.Value));

    private static async Task<IReadOnlyDictionary<string, string>> SendAsync(GatewayWorld world, string headers)
    {
        var caller = new EdgeCaller(world);
        var answer = await caller.GetAsync(headers);
        Assert.Equal(200, answer.Status);
        return Assert.Single(caller.Service.Received).Headers;
    }
}
