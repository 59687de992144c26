using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace TenantGateway.Tests.Cli;

public sealed class AccessCommandTests : IDisposable
{
    private const string Policy = """
        {
          "name": "notes", "fields": [ { "select": "$.note", "class": "free-text" } ],
          "access": {
            "purposes": [ { "name": "audit", "services": ["billing"] } ],
            "reveal": [
              { "classes": ["free-text"], "roles": ["agent"], "maxLoginAgeSeconds": 900, "form": "clear" },
              { "classes": ["free-text"], "services": ["billing"], "purposes": ["audit"], "form": "mask" }
            ]
          }
        }
        """;

    private const string Claims = """{"sub":"auth0|secret-subject","roles":["agent"],"scope":"a b","auth_time":1772366400,"client_id":"web"}""";

    private const string Explained = """
        {"route":"care","policyVersion":"v1","tenant":"acme","refusedAs":"tenant_suspended","access":{"policy":"notes","entrance":"People with a token call it.","caller":{"type":"person","roles":[],"scopes":[]},
         "purpose":{"stated":"audit","accepted":false},"classes":[{"class":"email","form":"mask","mayWrite":true,"maySearch":false,"freshLoginSeconds":60,
         "rules":[{"rule":"access.reveal[0]","effect":"gives mask","applies":true,"unmet":[]}]}]}}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tgw-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("2026-03-01T12:15:00Z", "clear", true)]
    [InlineData("2026-03-01T12:15:01Z", "handle", false)]
    public async Task ClaimsUnderAPolicyFile_AreExplainedWithoutAGateway(string at, string form, bool applies)
    {
        var ran = await Tgw.RunAsync(null, "access", "explain", "--policy", Write("policy.json", Policy), "--token", Write("claims.json", Claims), "--at", at, "-o", "json");

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        var given = Assert.Single(ran.OutputJson.GetProperty("classes").EnumerateArray());
        Assert.Equal((form, applies), (given.GetProperty("form").GetString(), given.GetProperty("rules")[0].GetProperty("applies").GetBoolean()));
        Assert.DoesNotContain("secret-subject", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_IsExplainedByItsName()
    {
        var ran = await Tgw.RunAsync(null, "access", "explain", "--policy", Write("policy.json", Policy), "--token", Write("claims.json", Claims), "--service", "billing", "--purpose", "audit");

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        foreach (var shown in new[] { "Service billing", "The purpose audit is accepted.", "access.reveal[1]", "gives mask", "The caller is none of: role agent." }) Assert.Contains(shown, ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RouteWithoutTokens_IsExplainedAsItIsForAll_WhateverTokenIsShown()
    {
        const string open = """
            { "name": "payments", "callers": "signature", "maxBodyBytes": 1024, "signature": { "webhook": "payments", "scheme": "standard" },
              "fields": [ { "select": "$.note", "class": "free-text" } ], "access": { "write": [ { "classes": ["free-text"] } ] } }
            """;
        var ran = await Tgw.RunAsync(null, "access", "explain", "--policy", Write("policy.json", open), "--token", Write("claims.json", Claims), "-o", "json");

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        var given = Assert.Single(ran.OutputJson.GetProperty("classes").EnumerateArray());
        Assert.Equal(("withheld", true, false), (given.GetProperty("form").GetString(), given.GetProperty("mayWrite").GetBoolean(), given.GetProperty("maySearch").GetBoolean()));
        Assert.Equal(("webhook", 0), (ran.OutputJson.GetProperty("caller").GetProperty("type").GetString(), ran.OutputJson.GetProperty("caller").GetProperty("roles").GetArrayLength()));
        Assert.Contains("Senders of the webhook payments call it without a token: each message of at most 1024 bytes is signed (standard)", ran.OutputJson.GetProperty("entrance").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WholeToken_IsNeverSentToTheGateway_OnlyItsClaims()
    {
        await using var server = await AdminServer.AnsweringAsync(200, Explained);
        var token = $"eyJhbGciOiJSUzI1NiJ9.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Claims))}.c2lnbmF0dXJl";
        var ran = await Tgw.RunAsync(server.Address, "access", "explain", "--route", "care", "--token", Write("token", token), "--purpose", "audit");

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        var (line, _, _, _, body, _) = Assert.Single(server.Requests);
        Assert.Equal("POST /admin/access/explain", line);
        Assert.DoesNotContain("c2lnbmF0dXJl", body, StringComparison.Ordinal);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse($$"""{"route":"care","claims":{{Claims}},"purpose":"audit"}""").RootElement, JsonDocument.Parse(body).RootElement));
        foreach (var shown in new[] { "tenant acme", "Before any rule the caller meets tenant_suspended.", "not for this caller", "access.reveal[0]", "60 s" }) Assert.Contains(shown, ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a token", "signed token nor its claims")]
    [InlineData("a.b", "signed token nor its claims")]
    [InlineData("a.!secret!.c", "signed token nor its claims")]
    [InlineData("""{"roles":[],"roles":["agent"]}""", "signed token nor its claims")]
    public async Task FileOfSomethingElse_IsToldWithoutQuotingIt(string content, string problem)
    {
        var ran = await Tgw.RunAsync(null, "access", "explain", "--policy", Write("policy.json", Policy), "--token", Write("token", content));

        Assert.Equal((7, ""), (ran.Exit, ran.Output));
        Assert.Contains(problem, ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NeitherRouteNorPolicy_IsAUsageError()
    {
        var ran = await Tgw.RunAsync(null, "access", "explain", "--token", Write("claims.json", Claims));

        Assert.Equal((2, ""), (ran.Exit, ran.Output));
        Assert.Contains("either --route or --policy", ran.Error, StringComparison.Ordinal);
    }

    private string Write(string name, string content)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, content);
        return file;
    }
}
