
namespace TenantGateway.Tests.Cli;

public class UsageTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("tenants", "--help")]
    [InlineData("tenants", "list", "-h")]
    [InlineData("tenants", "create", "--help")]
    [InlineData("policy", "validate", "--help")]
    [InlineData("policy", "schema", "--help")]
    [InlineData("policy", "try", "--help")]
    [InlineData("policy", "draft", "--help")]
    [InlineData("convert", "protect", "--help")]
    [InlineData]
    public async Task Help_ShowsExampleEnvironmentAndExitCodes(params string[] args)
    {
        var ran = await Tgw.RunAsync(null, args);

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        foreach (var shown in new[] { "Usage:", "Example:\n  tgw ", "TGW_ADMIN", "TGW_TOKEN", "http://127.0.0.1:8081", "--output <json|table>" })
        {
            Assert.Contains(shown, ran.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }

        foreach (var code in Enum.GetValues<TenantGateway.Cli.Terminal.ExitCode>())
        {
            Assert.Contains($"\n  {(int)code}  ", ran.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task HelpOfCreate_TellsWhatEachPartIs()
    {
        var ran = await Tgw.RunAsync(null, "tenants", "create", "--help");

        foreach (var shown in new[] { "<ID>", "--name <TEXT>", "--organization <ISSUER=ORG_ID>", "--host <HOST>", "--reason <TEXT>", "REQUIRED", "audit trail", "Repeatable" })
        {
            Assert.Contains(shown, ran.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Required command was not provided", "tenants")]
    [InlineData("'tenant'", "tenant", "list")]
    [InlineData("'--all'", "tenants", "list", "--all")]
    [InlineData("'xml'", "tenants", "list", "--output", "xml")]
    [InlineData("'--reason' is required", "tenants", "create", "acme", "--name", "Acme", "--organization", "https://id.example/=org_1")]
    [InlineData("--reason is blank", "tenants", "create", "acme", "--name", "Acme", "--organization", "https://id.example/=org_1", "--reason", " ")]
    [InlineData("--reason takes one line", "tenants", "create", "acme", "--name", "Acme", "--organization", "https://id.example/=org_1", "--reason", "a\nb")]
    [InlineData("'--name' is required", "tenants", "create", "acme", "--organization", "https://id.example/=org_1", "--reason", "r")]
    [InlineData("'--organization' is required", "tenants", "create", "acme", "--name", "Acme", "--reason", "r")]
    [InlineData("ISSUER=ORG_ID", "tenants", "create", "acme", "--name", "Acme", "--organization", "org_1", "--reason", "r")]
    [InlineData("ISSUER=ORG_ID", "tenants", "create", "acme", "--name", "Acme", "--organization", "https://id.example/=", "--reason", "r")]
    [InlineData("Required argument missing", "tenants", "create", "--name", "Acme", "--organization", "https://id.example/=org_1", "--reason", "r")]
    [InlineData("Required argument missing", "policy", "validate")]
    [InlineData("Give --request or --query", "policy", "try", "--policy", "a.json")]
    public async Task WrongCommandLine_IsToldInOneLine_AndNothingIsSent(string expected, params string[] args)
    {
        await using var gateway = await AdminServer.AnsweringAsync(200, "{}");
        var ran = await Tgw.RunAsync(gateway.Address, args);

        Assert.Equal((2, ""), (ran.Exit, ran.Output));
        Assert.StartsWith("tgw: usage: ", ran.Error, StringComparison.Ordinal);
        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
        Assert.Contains("--help", ran.Error, StringComparison.Ordinal);
        Assert.Single(ran.Error.TrimEnd().Split('\n'));
        Assert.Empty(gateway.Requests);
    }

    [Fact]
    public async Task WrongCommandLine_IsJsonWhereJsonIsAskedFor()
    {
        var ran = await Tgw.RunAsync(null, "tenants", "create", "acme", "--output", "json");

        Assert.Equal(2, ran.Exit);
        Assert.Equal("usage", ran.ErrorJson.GetProperty("code").GetString());
        Assert.Equal(2, ran.ErrorJson.GetProperty("exitCode").GetInt32());
    }
}
