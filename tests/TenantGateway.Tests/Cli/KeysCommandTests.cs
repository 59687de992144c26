using System.Text.Json;

namespace TenantGateway.Tests.Cli;

public class KeysCommandTests
{
    private const string First = """
        {"keyId":"aaaaab","line":"data","number":1,"state":"primary","compromised":false,"kekId":"local:kek-acme/1","epoch":1,"createdAt":"2026-02-03T04:05:06+00:00",
         "stateSince":"2026-02-03T04:05:06+00:00","primaryInSeconds":null,"tokens":{"seen":1234,"first":"2026-02-03","last":"2026-03-01"}}
        """;

    private const string Pending = """
        {"keyId":"aaaaac","line":"data","number":2,"state":"pending","compromised":true,"kekId":"local:kek-acme/1","epoch":1,"createdAt":null,"stateSince":null,
         "primaryInSeconds":9,"tokens":{"seen":0,"first":null,"last":null}}
        """;

    [Fact]
    public async Task List_ShowsATable()
    {
        await using var gateway = await AdminServer.AnsweringAsync(200, ListOf(First, Pending));
        var ran = await Tgw.RunAsync(gateway.Address, "keys", "list", "acme");

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Equal("GET /admin/tenants/acme/keys", gateway.Requests[0].Line);
        foreach (var shown in new[] { "aaaaab", "data", "primary", "1234", "2026-03-01", "local:kek-acme/1", "2026-02-03 04:05Z", "pending, primary in 9 s, compromised", "unknown" })
        {
            Assert.Contains(shown, ran.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task List_ShowsJson()
    {
        await using var gateway = await AdminServer.AnsweringAsync(200, ListOf(First));
        var ran = await Tgw.RunAsync(gateway.Address, "keys", "list", "acme", "-o", "json");
        Assert.Equal("aaaaab", ran.OutputJson.GetProperty("items")[0].GetProperty("keyId").GetString());
    }

    [Theory]
    [InlineData("rotate")]
    [InlineData("rotate-kek")]
    [InlineData("rotate-lookup")]
    [InlineData("finish-lookup")]
    public async Task Rotation_SendsReason(string verb)
    {
        await using var gateway = await AdminServer.AnsweringAsync(200, RotationOf(First, waits: false));
        var ran = await Tgw.RunAsync(gateway.Address, "keys", verb, "acme", "--reason", "year 2026");

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Contains("Done.", ran.Output, StringComparison.Ordinal);
        Assert.Equal(($"POST /admin/tenants/acme/keys/{verb}", "year%202026", "{}"), (gateway.Requests[0].Line, gateway.Requests[0].Reason, gateway.Requests[0].Body));
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("enable")]
    public async Task Generation_IsNamed(string verb)
    {
        await using var gateway = await AdminServer.AnsweringAsync(200, RotationOf(First, waits: false));
        var ran = await Tgw.RunAsync(gateway.Address, "keys", verb, "acme", "--generation", "aaaaab", "--reason", "r");

        Assert.Equal((0, """{"generation":"aaaaab"}"""), (ran.Exit, gateway.Requests[0].Body));
        Assert.Equal(2, (await Tgw.RunAsync(gateway.Address, "keys", verb, "acme", "--reason", "r")).Exit);
        Assert.Equal(2, (await Tgw.RunAsync(gateway.Address, "keys", verb, "acme", "--generation", "aaaaab")).Exit);
    }

    [Fact]
    public async Task RotationThatWaits_SaysSo()
    {
        await using var gateway = await AdminServer.AnsweringAsync(202, RotationOf(First + "," + Pending, waits: true));
        var ran = await Tgw.RunAsync(gateway.Address, "keys", "rotate", "acme", "--reason", "r");
        Assert.Equal(0, ran.Exit);
        Assert.Contains("once every replica knows it", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_ReturnsWhenNothingIsPendingAnyMore()
    {
        var asked = 0;
        await using var gateway = await AdminServer.StartAsync(async context =>
        {
            var isPost = context.Request.Method == "POST";
            context.Response.StatusCode = isPost ? 202 : 200;
            context.Response.ContentType = "application/json";
            var body = isPost ? RotationOf(First + "," + Pending, waits: true) : ++asked < 2 ? ListOf(First, Pending) : ListOf(First, Pending.Replace("pending", "primary", StringComparison.Ordinal));
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, body);
        });
        var ran = await Tgw.RunAsync(gateway.Address, "keys", "rotate", "acme", "--reason", "r", "--wait");

        Assert.Equal((0, 3), (ran.Exit, gateway.Requests.Count));
        Assert.Contains("The new generation is in use.", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DryRun_ShowsWhatWouldChangeAndBreak()
    {
        const string plan = """
            {"tenant":"acme","dryRun":true,"waits":true,"refusal":"search_undeclared","items":[],
             "changes":[{"keyId":"aaaaab","line":"lookup","number":1,"from":"primary","to":"primary","later":"searchable","rewrapped":false,"tokens":{"seen":77,"first":"2026-02-03","last":"2026-03-01"}},
                        {"keyId":null,"line":"lookup","number":2,"from":null,"to":"pending","later":"primary","rewrapped":false,"tokens":{"seen":0,"first":null,"last":null}}],
             "breaks":[{"route":"crm","policy":"contacts","parameter":"email"}],"open":[{"dataset":"contacts","why":"It was not read."}]}
            """;
        await using var gateway = await AdminServer.AnsweringAsync(200, plan);
        var ran = await Tgw.RunAsync(gateway.Address, "keys", "rotate-lookup", "acme", "--dry-run", "--reason", "r");

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Equal("?dryRun=true", gateway.Requests[0].Query);
        foreach (var shown in new[] { "Nothing was changed.", "searchable", "new", "77", "The search by email on the route crm would miss rows", "contacts: It was not read.", "search_undeclared" })
        {
            Assert.Contains(shown, ran.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Refusal_EndsAsAConflict()
    {
        await using var gateway = await AdminServer.AnsweringAsync(
            409, """{"status":409,"title":"An older lookup generation is still searched by.","reason":"lookup_rotation_unfinished","remedy":"Finish it."}""", "application/problem+json");
        var ran = await Tgw.RunAsync(gateway.Address, "keys", "rotate-lookup", "acme", "--reason", "r");
        Assert.Equal(6, ran.Exit);
        Assert.Contains("lookup_rotation_unfinished", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compromise_RequestsAnOperation()
    {
        await using var gateway = await AdminServer.AnsweringAsync(201, """
            {"id":"op_abc","kind":"key.compromise","tenant":"acme","parameters":{"generation":"aaaaab"},"effects":["The data line gets generation number 2."],"hash":"0f3c",
             "state":"requested","reason":"incident 4","requestedBy":"ac_a","requestedAt":"2026-02-03T04:05:06Z","expiresAt":"2026-02-03T05:05:06Z"}
            """);
        var ran = await Tgw.RunAsync(gateway.Address, "keys", "compromise", "acme", "--generation", "aaaaab", "--reason", "incident 4");

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Equal(("POST /admin/operations", "incident%204"), (gateway.Requests[0].Line, gateway.Requests[0].Reason));
        Assert.True(JsonElement.DeepEquals(
            JsonDocument.Parse("""{"kind":"key.compromise","tenant":"acme","parameters":{"generation":"aaaaab"}}""").RootElement, JsonDocument.Parse(gateway.Requests[0].Body).RootElement));
        Assert.Contains("tgw operations approve op_abc --hash 0f3c", ran.Output, StringComparison.Ordinal);
        Assert.Contains("generation number 2", ran.Output, StringComparison.Ordinal);
    }

    private static string ListOf(params string[] keys) => $$"""{"tenant":"acme","items":[{{string.Join(',', keys)}}]}""";

    private static string RotationOf(string keys, bool waits) => $$$"""
        {"tenant":"acme","dryRun":false,"waits":{{{(waits ? "true" : "false")}}},"refusal":null,"breaks":[],"open":[],"items":[{{{keys}}}],
         "changes":[{"keyId":null,"line":"data","number":2,"from":null,"to":"pending","later":"primary","rewrapped":false,"tokens":{"seen":0,"first":null,"last":null}}]}
        """;
}
