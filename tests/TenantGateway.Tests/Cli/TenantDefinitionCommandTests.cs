using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TenantGateway.Tests.Cli;

public class TenantDefinitionCommandTests
{
    private const string Acme = """
        {"id":"acme","displayName":"Acme Ltd","organizations":[{"issuer":"https://id.example.com/","organizationId":"org_acme"}],"hosts":["acme.example.com"],
         "quotas":{"burst":7,"requestsPerSecond":2.5},"clusters":{"crm":"acme-crm"},"later":[1]}
        """;

    [Fact]
    public async Task Update_ChangesWhatIsNamedAndSendsTheRestAsItWas()
    {
        var (ran, sent) = await RunAsync(
            "update", "--name", "Acme AG", "--host", "b.example", "--remove-host", "acme.example.com", "--burst", "default", "--concurrent-requests", "5", "--region", "eu", "--cluster", "mail=mail");

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Contains("revision 8", ran.Output, StringComparison.Ordinal);
        AssertSame(
            """
            {"id":"acme","displayName":"Acme AG","organizations":[{"issuer":"https://id.example.com/","organizationId":"org_acme"}],"hosts":["b.example"],
             "quotas":{"requestsPerSecond":2.5,"concurrentRequests":5},"region":"eu","clusters":{"crm":"acme-crm","mail":"mail"},"later":[1]}
            """,
            sent);
    }

    [Fact]
    public async Task Bind_AddsAnOrganization_OrSaysAnewWhatHolds()
    {
        var (_, added) = await RunAsync("bind", "https://id.example.com/=org_uk", "--label", "Acme UK", "--role", "agent", "--role", "support");
        Assert.Equal("""[{"issuer":"https://id.example.com/","organizationId":"org_acme"},{"issuer":"https://id.example.com/","organizationId":"org_uk","label":"Acme UK","roles":["agent","support"]}]""", OrganizationsOf(added));

        var (_, limited) = await RunAsync("bind", "https://id.example.com/=org_acme", "--no-roles");
        Assert.Equal("""[{"issuer":"https://id.example.com/","organizationId":"org_acme","roles":[]}]""", OrganizationsOf(limited));
    }

    [Fact]
    public async Task Unbind_TakesAnOrganizationOut()
    {
        var (_, sent) = await RunAsync("unbind", "https://id.example.com/=org_acme");

        Assert.Equal("[]", OrganizationsOf(sent));
    }

    [Fact]
    public async Task SomebodyWhoWasFaster_IsAConflict()
    {
        await using var gateway = await AdminServer.StartAsync(context => AnswerAsync(
            context, context.Request.Method == "GET" ? (200, Acme) : (412, """{"reason":"precondition_failed","title":"Somebody else has changed the definition meanwhile.","remedy":"Read it again."}""")));

        var ran = await Tgw.RunAsync(gateway.Address, "tenants", "update", "acme", "--name", "x", "--reason", "r");

        Assert.Equal(6, ran.Exit);
        Assert.Contains("precondition_failed", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("update", "--burst", "many")]
    [InlineData("update", "--burst", "1.5")]
    [InlineData("update", "--cluster", "crm")]
    [InlineData("bind", "org_uk")]
    [InlineData("bind", "https://i/=org_uk", "--role", "a", "--no-roles")]
    public async Task WrongCommandLine_SendsNothing(string verb, params string[] more)
    {
        await using var gateway = await AdminServer.AnsweringAsync(200, Acme);

        Assert.Equal(2, (await Tgw.RunAsync(gateway.Address, ["tenants", verb, "acme", .. more, "--reason", "r"])).Exit);
        Assert.Empty(gateway.Requests);
    }

    [Fact]
    public async Task HostThatIsNotThere_IsTold()
    {
        await using var gateway = await AdminServer.AnsweringAsync(200, Acme);

        var ran = await Tgw.RunAsync(gateway.Address, "tenants", "update", "acme", "--remove-host", "nobody.example", "--reason", "r");

        Assert.Equal(5, ran.Exit);
        Assert.Single(gateway.Requests);
    }

    private static async Task<(Ran Ran, string Sent)> RunAsync(string verb, params string[] more)
    {
        await using var gateway = await AdminServer.StartAsync(context => AnswerAsync(context, (200, Acme)));
        var ran = await Tgw.RunAsync(gateway.Address, ["tenants", verb, "acme", .. more, "--reason", "annex 2"]);
        Assert.Equal(["GET /admin/tenants/acme/definition", "PUT /admin/tenants/acme/definition"], gateway.Requests.Select(request => request.Line));
        Assert.Equal(("\"7\"", "annex%202"), (gateway.Requests[1].IfMatch, gateway.Requests[1].Reason));
        return (ran, gateway.Requests[1].Body);
    }

    private static Task AnswerAsync(HttpContext context, (int Status, string Body) answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.Status == 200 ? "application/json" : "application/problem+json";
        context.Response.Headers.ETag = context.Request.Method == "GET" ? "\"7\"" : "\"8\"";
        return context.Response.WriteAsync(answer.Body);
    }

    private static string OrganizationsOf(string sent) => JsonDocument.Parse(sent).RootElement.GetProperty("organizations").GetRawText();

    private static void AssertSame(string expected, string sent) => Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(sent).RootElement), sent);
}
