using System.Text.Json;

namespace TenantGateway.Tests.Cli;

public class TenantsCommandTests
{
    private const string Acme = """
        {"id":"acme","displayName":"Acme Ltd","state":"active","organizations":[{"issuer":"https://id.example.com/","organizationId":"org_acme"},
         {"issuer":"https://b.example/","organizationId":"org_2"}],"hosts":["acme.example.com"],"createdAt":"2026-02-03T04:05:06.7+00:00"}
        """;

    [Fact]
    public async Task List_ShowsATable()
    {
        await using var gateway = await AdminServer.AnsweringAsync(200, $$"""{"items":[{{Acme}}]}""");
        var ran = await Tgw.RunAsync(gateway.Address, "tenants", "list");

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Equal(("GET /admin/tenants", $"Bearer {Tgw.Token}"), (gateway.Requests[0].Line, gateway.Requests[0].Authorization));
        foreach (var shown in new[] { "ID", "acme", "Acme Ltd", "active", "https://id.example.com/=org_acme", "https://b.example/=org_2", "acme.example.com", "2026-02-03 04:05Z" })
        {
            Assert.Contains(shown, ran.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task List_ShowsJson()
    {
        await using var gateway = await AdminServer.AnsweringAsync(200, $$"""{"items":[{{Acme}}]}""");
        var ran = await Tgw.RunAsync(gateway.Address, "tenants", "list", "--output", "json");

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse($$"""{"items":[{{Acme}}]}""").RootElement, ran.OutputJson), ran.Output);
    }

    [Fact]
    public async Task EmptyList_SaysHowToGoOn()
    {
        await using var gateway = await AdminServer.AnsweringAsync(200, """{"items":[]}""");
        var ran = await Tgw.RunAsync(gateway.Address, "tenants", "list");

        Assert.Equal(0, ran.Exit);
        Assert.Contains("tgw tenants create", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TerminalCommandsInAName_AreNotPrinted()
    {
        await using var gateway = await AdminServer.AnsweringAsync(200, $$"""{"items":[{{Acme.Replace("Acme Ltd", "\\u001b[31mred[/]", StringComparison.Ordinal)}}]}""");
        var ran = await Tgw.RunAsync(gateway.Address, "tenants", "list");

        Assert.Equal(0, ran.Exit);
        Assert.DoesNotContain('\u001b', ran.Output);
        Assert.Contains("[31mred[/]", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_SendsDefinitionAndReason()
    {
        await using var gateway = await AdminServer.AnsweringAsync(201, Acme);
        var ran = await Tgw.RunAsync(gateway.Address, Tgw.Create);

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Contains("Created the tenant acme.", ran.Output, StringComparison.Ordinal);
        var request = Assert.Single(gateway.Requests);
        Assert.Equal(("POST /admin/tenants", "Vertrag%204711%3A%20gr%C3%B6%C3%9Fer"), (request.Line, request.Reason));
        var expected = """
            {"id":"acme","displayName":"Acme Ltd","organizations":[{"issuer":"https://id.example.com/?a=b","organizationId":"org_1"},
             {"issuer":"https://b.example/","organizationId":"org_2"}],"hosts":["acme.example.com"]}
            """;
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(request.Body).RootElement), request.Body);
    }

    [Theory]
    [InlineData(201, true)]
    [InlineData(200, false)]
    public async Task Create_TellsInJsonWhetherItCreated(int status, bool created)
    {
        await using var gateway = await AdminServer.AnsweringAsync(status, Acme);
        var ran = await Tgw.RunAsync(gateway.Address, [.. Tgw.Create, "-o", "json"]);

        Assert.Equal(0, ran.Exit);
        Assert.Equal(created, ran.OutputJson.GetProperty("created").GetBoolean());
        Assert.Equal("acme", ran.OutputJson.GetProperty("tenant").GetProperty("id").GetString());
    }

    [Fact]
    public async Task CreateAgain_SaysThatNothingWasChanged()
    {
        await using var gateway = await AdminServer.AnsweringAsync(200, Acme);
        var ran = await Tgw.RunAsync(gateway.Address, Tgw.Create);

        Assert.Equal(0, ran.Exit);
        Assert.Contains("nothing was changed", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReasonThatStartsWithAt_IsNotReadAsAFile()
    {
        await using var gateway = await AdminServer.AnsweringAsync(201, Acme);
        var ran = await Tgw.RunAsync(gateway.Address, [.. Tgw.Create[..^1], "@ops asked"]);

        Assert.Equal(0, ran.Exit);
        Assert.Equal("%40ops%20asked", gateway.Requests[0].Reason);
    }
}
