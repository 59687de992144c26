using System.Text.Json;

namespace TenantGateway.Tests.Cli;

/// <summary><c>tgw policy try</c>: what becomes of a message, and nothing of what it says.</summary>
public sealed class PolicyTryTests : IDisposable
{
    private const string Policy = """
        { "name": "contacts", "streams": ["lines"],
          "fields": [ { "select": "$.email", "class": "email", "protection": "searchable" }, { "select": "$.items[*].note", "class": "free-text" }, { "select": "$.phone", "class": "phone" },
                      { "select": "$.mail", "class": "mail", "protection": "searchable", "shape": "email" },
                      { "select": "$.born", "class": "birthday", "protection": "searchable", "shape": "date", "allowUnauthenticated": "Dates alone are taken.", "unfit": "token" },
                      { "select": "$.call", "class": "call", "protection": "searchable", "shape": "phone", "allowUnauthenticated": "Numbers alone are taken." } ],
          "form": [ { "field": "email", "class": "email", "protection": "searchable" } ],
          "query": [ { "parameter": "mail", "class": "email" }, { "parameter": "shaped", "class": "mail" }, { "parameter": "call", "class": "call" } ],
          "access": { "write": [ { "classes": ["email", "free-text", "mail", "birthday", "call"], "roles": ["agent"] } ], "search": [ { "classes": ["email", "mail", "call"], "roles": ["agent"] } ],
                      "reveal": [ { "classes": ["email"], "roles": ["agent"], "form": "clear" }, { "classes": ["email"], "roles": ["support"], "form": "mask" } ] } }
        """;

    private const string Message = """{"id":4711,"email":"jane@example.org","items":[{"note":"calls at noon"},{"note":null}],"open":true,"jane-roe@example.org":"secretive"}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tgw-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Request_IsToldValueByValue_AndShownWithoutThem()
    {
        var ran = await TryAsync("--request", Write("contact.json", Message));

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Matches(@"\$\.email +email +searchable +a token of \d+ characters", ran.Output);
        Assert.Matches(@"\$\.items\[\*\]\.note +free-text +randomised +a token of \d+ characters", ran.Output);
        Assert.Matches("\"email\": \"pn1\\.[a-z2-7]{6}\\.d00\\d…\\(\\d+\\)\"", ran.Output);
        foreach (var shown in new[] { "\"id\": \"(number)\"", "\"open\": \"(boolean)\"", "\"(name)\": \"(text)\"", "\"note\": null" }) Assert.Contains(shown, ran.Output, StringComparison.Ordinal);
        AssertSilent(ran);
    }

    [Fact]
    public async Task Shapes_AreToldByTheirFormat()
    {
        var message = Write("contact.json", """{"mail":"jane@example.org","born":"1985-03-12","call":"+4930123456","items":{"born":"noon"}}""");
        var ran = await TryAsync("--request", message, "--query", "shaped=jane%40example.org&call=%2B4930123456");

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Matches(@"\$\.mail +mail +searchable +an email shape of 99 characters", ran.Output);
        Assert.Matches(@"\$\.born +birthday +searchable +a date shape of 10 characters", ran.Output);
        Assert.Matches(@"\$\.call +call +searchable +a phone shape of 16 characters", ran.Output);
        Assert.Matches(@"\?shaped +mail +searchable +an email shape of 99 characters", ran.Output);
        Assert.Matches(@"\?call +call +searchable +a phone shape of 16 characters", ran.Output);
        Assert.Matches("\"mail\": \"pn1-[a-z2-7]{6}…\\(99\\)\"", ran.Output);
        Assert.Matches(@"\nshaped=pn1-[a-z2-7]{6}…\(99\)&call=\(text\)", ran.Output);
        AssertSilent(ran);

        var unfit = await TryAsync("--request", Write("other.json", """{"born":"noon"}"""));
        Assert.Matches(@"\$\.born +birthday +searchable +a token of \d+ characters", unfit.Output);
        var refused = await TryAsync("--request", Write("third.json", """{"call":"noon"}"""));
        Assert.Equal(4, refused.Exit);
        Assert.StartsWith("tgw: unfit_value: ", refused.Error, StringComparison.Ordinal);
        var response = await TryAsync("--request", message, "--response");
        Assert.Matches(@"\$\.born +birthday +searchable +given as a handle", response.Output);
    }

    [Fact]
    public async Task TokenLength_IsThatOfTheToken_AndKeysLiveForOneTrial()
    {
        var file = Write("contact.json", Message);
        var first = (await TryAsync("--request", file, "-o", "json")).OutputJson;
        var second = (await TryAsync("--request", file, "-o", "json")).OutputJson;

        var value = first.GetProperty("values")[0];
        Assert.Equal(("$.email", "email", "searchable"), (value.GetProperty("path").GetString(), value.GetProperty("class").GetString(), value.GetProperty("protection").GetString()));
        var token = JsonDocument.Parse(first.GetProperty("sketch").GetString()!).RootElement.GetProperty("email").GetString()!;
        Assert.EndsWith($"…({value.GetProperty("tokenLength").GetInt32()})", token, StringComparison.Ordinal);
        Assert.NotEqual(first.GetProperty("sketch").GetString(), second.GetProperty("sketch").GetString());
    }

    [Theory]
    [InlineData("given in the clear")]
    [InlineData("given masked", "--role", "support")]
    [InlineData("given as a handle", "--role", "stranger")]
    public async Task Response_IsToldByWhatTheCallerGets(string expected, params string[] more)
    {
        var ran = await TryAsync(["--request", Write("contact.json", Message), "--response", .. more]);

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Matches($@"\$\.email +email +searchable +{expected}", ran.Output);
        AssertSilent(ran);
    }

    [Fact]
    public async Task Lines_AreTriedOneByOne()
    {
        var ran = await TryAsync("--request", Write("contacts.ndjson", $"{Message}\n\n{Message}"));

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Matches(@"\n +3 +\$\.email ", ran.Output);
        AssertSilent(ran);
    }

    [Fact]
    public async Task FormAndQuery_AreTriedAsTheyAreWritten()
    {
        var ran = await TryAsync("--request", Write("body.txt", "email=jane%40example.org&topic=noon\n"), "--type", "form", "--query", "mail=jane%40example.org&page=4711");

        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Matches(@"\?mail +email +searchable +a token", ran.Output);
        Assert.Matches(@"form field email +email +searchable +a token", ran.Output);
        Assert.Matches(@"\nmail=pn1\.\S+…\(\d+\)&page=\(text\)\r?\nemail=pn1\.\S+…\(\d+\)&topic=\(text\)\r?\n", ran.Output);
        AssertSilent(ran);
    }

    [Theory]
    [InlineData("class_write_denied", "$.phone", """{"phone":"jane@example.org"}""", "a.json")]
    [InlineData("class_write_denied", "Line 2, $.email", "{}\n{\"email\":\"jane@example.org\"}", "a.ndjson", "--role", "support")]
    [InlineData("malformed_json", "", """{"email":"jane@example.org" """, "a.json")]
    [InlineData("class_search_denied", "?mail", "{}", "a.json", "--role", "support", "--query", "mail=jane@example.org")]
    public async Task Refusal_IsToldWithItsReasonAndPlace(string reason, string place, string message, string file, params string[] more)
    {
        var ran = await TryAsync(["--request", Write(file, message), .. more]);

        Assert.Equal((4, ""), (ran.Exit, ran.Output));
        Assert.StartsWith($"tgw: {reason}: The gateway would refuse it: ", ran.Error, StringComparison.Ordinal);
        Assert.Contains(place, ran.Error, StringComparison.Ordinal);
        AssertSilent(ran);
    }

    [Theory]
    [InlineData("unknown_type", 2, "contact.txt")]
    [InlineData("unsupported_media_type", 4, "contact.form", "--response")]
    public async Task MessageThatCannotBeTried_IsTold(string code, int exit, string file, params string[] more)
    {
        var ran = await TryAsync(["--request", Write(file, Message), .. more]);

        Assert.Equal((exit, ""), (ran.Exit, ran.Output));
        Assert.StartsWith($"tgw: {code}: ", ran.Error, StringComparison.Ordinal);
    }

    private static void AssertSilent(Ran ran)
    {
        foreach (var value in new[] { "jane", "noon", "4711", "secretive", "true" }) Assert.DoesNotContain(value, ran.Output + ran.Error, StringComparison.Ordinal);
    }

    private Task<Ran> TryAsync(params string[] more) => Tgw.RunAsync(null, ["policy", "try", "--policy", Write("policy.json", Policy), .. more]);

    private string Write(string name, string content)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, content);
        return file;
    }
}
