using Microsoft.Extensions.Options;
using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Authentication;

public sealed class IssuersOptionsTests
{
    [Fact]
    public async Task UntrustworthyIssuers_StopTheStart_WithEveryErrorAtOnce()
    {
        var failures = await FailuresAsync(new()
        {
            ["Gateway:Issuers:0:Issuer"] = "http://login.example.com/",
            ["Gateway:Issuers:0:DevelopmentOnly"] = "true",
            ["Gateway:Issuers:0:Algorithms:0"] = "HS256",
            ["Gateway:Issuers:0:MaxLifetimeSeconds"] = "0",
            ["Gateway:Issuers:0:LogoutAudiences:1"] = TestIssuer.AdminAudience,
            ["Gateway:Issuers:1:Issuer"] = "https://localhost/",
            ["Gateway:Issuers:1:AdminAudience"] = TestIssuer.DataAudience,
            ["Gateway:Issuers:1:ClockSkewSeconds"] = "301",
        });

        Assert.Collection(
            failures.Order(StringComparer.Ordinal),
            failure => Assert.StartsWith("Gateway:Issuers:0:Algorithms: 'HS256'", failure, StringComparison.Ordinal),
            failure => Assert.StartsWith("Gateway:Issuers:0:DevelopmentOnly", failure, StringComparison.Ordinal),
            failure => Assert.StartsWith("Gateway:Issuers:0:Issuer", failure, StringComparison.Ordinal),
            failure => Assert.StartsWith($"Gateway:Issuers:0:LogoutAudiences: '{TestIssuer.AdminAudience}'", failure, StringComparison.Ordinal),
            failure => Assert.StartsWith("Gateway:Issuers:0:MaxLifetimeSeconds", failure, StringComparison.Ordinal),
            failure => Assert.StartsWith("Gateway:Issuers:1:AdminAudience", failure, StringComparison.Ordinal),
            failure => Assert.StartsWith("Gateway:Issuers:1:ClockSkewSeconds", failure, StringComparison.Ordinal),
            failure => Assert.StartsWith("Gateway:Issuers:1:Issuer", failure, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://login.localhost/")]
    [InlineData("https://LOCALHOST./")]
    [InlineData("https://login.example.com/?tenant=a")]
    [InlineData("login.example.com")]
    [InlineData("")]
    public async Task AddressThatIsNoIssuersAddress_StopsTheStart(string address)
    {
        var failures = await FailuresAsync(new() { ["Gateway:Issuers:0:Issuer"] = address, ["Gateway:Issuers:1:Issuer"] = "https://login.example.com/" });

        Assert.StartsWith("Gateway:Issuers:0:Issuer", Assert.Single(failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MisspeltKey_StopsTheStart()
    {
        await using var parts = await IdentityParts.StartAsync();
        var settings = new Dictionary<string, string?> { ["Gateway:Issuers:0:OperatorOrganisation"] = "org_operator" };

        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(parts, settings, "Development"));
    }

    private static async Task<IEnumerable<string>> FailuresAsync(Dictionary<string, string?> settings)
    {
        await using var parts = await IdentityParts.StartAsync();
        return (await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(parts, settings, "Production"))).Failures;
    }

    private static async Task StartAsync(IdentityParts parts, Dictionary<string, string?> settings, string environment)
    {
        await using var app = IdentityGateway.Build(parts, settings, environment);
        await app.StartAsync();
    }
}
