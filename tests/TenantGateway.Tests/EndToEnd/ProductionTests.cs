using TenantGateway.Tests.World;

namespace TenantGateway.Tests.EndToEnd;

public sealed class ProductionTests
{
    [Theory]
    [InlineData("true", "Gateway:Issuers:0:DevelopmentOnly: 'http://127.0.0.1:8082/' is for development and is refused in Production.")]
    [InlineData("false", "Gateway:Issuers:0:Issuer: 'http://127.0.0.1:8082/' is plain http or loopback, which only Development may use.")]
    public async Task DemoIssuer_IsRefusedInProduction(string developmentOnly, string expected)
    {
        await using var gateway = ChildProgram.Start(
            ChildProgram.Dotnet("TenantGateway"),
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("Gateway__Issuers__0__Issuer", "http://127.0.0.1:8082/"),
            ("Gateway__Issuers__0__DevelopmentOnly", developmentOnly),
            ("Gateway__Issuers__0__DataAudience", "https://api.tenantgateway.example"));

        Assert.Equal(1, await gateway.ExitAsync());
        Assert.StartsWith("The gateway does not start:\n", gateway.Error, StringComparison.Ordinal);
        Assert.Contains(expected, gateway.Error, StringComparison.Ordinal);
        // All there is to mend, at once and without anything of the code.
        foreach (var missing in (string[])["Gateway:Storage:Directory", "Gateway:Keys:Local", "Gateway:Policies:Directory"]) Assert.Contains(missing, gateway.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", gateway.Output + gateway.Error, StringComparison.Ordinal);
    }
}
