using System.Text.Json;

namespace TenantGateway.Tests.Cli;

public class TokensCommandTests
{
    private const string Revoked = """
        {"mark":"0f3c9a1b2c3d4e5f","kind":"subject","issuer":"https://id.example.com/","before":"2026-02-03T04:05:06+00:00","revokedAt":"2026-02-03T04:05:06+00:00",
         "revokedBy":"ac_a5hj3x2qkz7m4n6c2v5b8t9r3y","until":"2026-02-05T04:15:06+00:00"}
        """;

    [Theory]
    [InlineData("""{"issuer":"https://id.example.com/","kind":"token","name":"t-1"}""", "--token", "t-1")]
    [InlineData("""{"issuer":"https://id.example.com/","kind":"session","name":"s-1"}""", "--session", "s-1")]
    [InlineData("""{"issuer":"https://id.example.com/","kind":"subject","name":"auth0|alice","before":"2026-02-03T04:05:06Z"}""", "--subject", "auth0|alice", "--before", "2026-02-03T04:05:06Z")]
    [InlineData("""{"issuer":"https://id.example.com/","kind":"organization","name":"org_1"}""", "--organization", "org_1")]
    [InlineData("""{"issuer":"https://id.example.com/","kind":"issuer"}""", "--all")]
    public async Task Revoke_SendsWhatIsMeant_AndTheReason(string sent, params string[] options)
    {
        await using var gateway = await AdminServer.AnsweringAsync(201, Revoked);
        var ran = await Tgw.RunAsync(gateway.Address, ["tokens", "revoke", "--issuer", "https://id.example.com/", .. options, "--reason", "incident 17"]);

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Equal(("POST /admin/revocations", "incident%2017"), (gateway.Requests[0].Line, gateway.Requests[0].Reason));
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(sent).RootElement, JsonDocument.Parse(gateway.Requests[0].Body).RootElement), gateway.Requests[0].Body);
        foreach (var shown in new[] { "0f3c9a1b2c3d4e5f", "subject", "https://id.example.com/", "2026-02-03 04:05Z", "ac_a5hj3x2qkz7m4n6c2v5b8t9r3y", "2026-02-05 04:15Z" }) Assert.Contains(shown, ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--token", "t-1", "--session", "s-1")]
    [InlineData("--all", "--subject", "a")]
    public async Task Revoke_OfNothingOrSeveral_SendsNothing(params string[] options)
    {
        await using var gateway = await AdminServer.AnsweringAsync(201, Revoked);
        var ran = await Tgw.RunAsync(gateway.Address, ["tokens", "revoke", "--issuer", "https://id.example.com/", .. options, "--reason", "incident 17"]);

        Assert.Equal(2, ran.Exit);
        Assert.Contains("one of --token", ran.Error, StringComparison.Ordinal);
        Assert.Empty(gateway.Requests);
    }

    [Fact]
    public async Task List_ShowsATable_AndSaysWhereThereIsNone()
    {
        await using var gateway = await AdminServer.AnsweringAsync(200, $$"""{"items":[{{Revoked}}]}""");
        var ran = await Tgw.RunAsync(gateway.Address, "tokens", "list");
        Assert.Equal((0, "GET /admin/revocations"), (ran.Exit, gateway.Requests[0].Line));
        Assert.Contains("0f3c9a1b2c3d4e5f", ran.Output, StringComparison.Ordinal);

        await using var empty = await AdminServer.AnsweringAsync(200, """{"items":[]}""");
        Assert.Contains("Nothing is revoked.", (await Tgw.RunAsync(empty.Address, "tokens", "list")).Output, StringComparison.Ordinal);
    }
}
