using System.CommandLine;
using TenantGateway.Demo;
using TenantGateway.Demo.World;

namespace TenantGateway.Tests.Demo;

public sealed class DemoCommandTests
{
    [Fact]
    public void NoArguments_TakeTheDocumentedPorts()
    {
        var options = Parse();

        Assert.Equal((8080, 8081, 8082, 8083), (options.DataPort, options.AdminPort, options.IdentityProviderPort, options.CrmPort));
        Assert.Equal((Path.Combine(".demo", "8080"), false), (options.DataDirectory, options.Check));
    }

    [Fact]
    public void PortBase_MovesAllFour()
    {
        var options = Parse("--port-base", "9100", "--data", "/somewhere", "--check");

        Assert.Equal((9100, 9101, 9102, 9103), (options.DataPort, options.AdminPort, options.IdentityProviderPort, options.CrmPort));
        Assert.Equal(("/somewhere", true), (options.DataDirectory, options.Check));
    }

    [Theory]
    [InlineData("--port-base", "0")]
    [InlineData("--port-base", "65533")]
    [InlineData("--port-base", "many")]
    [InlineData("--prot-base", "8080")]
    public void BadArguments_AreErrors(params string[] arguments) => Assert.NotEmpty(DemoCommand.Create().Parse(arguments).Errors);

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("", "Development", true)]
    [InlineData("development", null, true)]
    [InlineData("Production", null, false)]
    [InlineData(null, "Staging", false)]
    [InlineData("Development", "Production", false)]
    public void OutsideDevelopment_ThereIsAnObjection(string? aspNetCore, string? dotNet, bool runs)
    {
        var objection = DevelopmentGuard.Objection(name => name == "ASPNETCORE_ENVIRONMENT" ? aspNetCore : dotNet);

        Assert.Equal(runs, objection is null);
    }

    private static DemoOptions Parse(params string[] arguments)
    {
        ParseResult parsed = DemoCommand.Create().Parse(arguments);
        Assert.Empty(parsed.Errors);
        return DemoCommand.ToOptions(parsed);
    }
}
