using System.Text;
using System.Text.Json.Nodes;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Protection.Policies.Reading;

namespace TenantGateway.Tests.Cli;

/// <summary><c>tgw policy draft</c>: what is proposed is a policy, and nothing that was seen is passed over in silence.</summary>
public sealed class PolicyDraftTests : IDisposable
{
    private const string Yaml = """
        openapi: 3.1.0
        info: { title: CRM, version: "1" }
        paths:
          /contacts:
            parameters: [ { name: mail, in: query, schema: { type: string } }, { $ref: '#/components/parameters/Phone' } ]
            get:
              responses: { "200": { $ref: '#/components/responses/Page' } }
            post:
              requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Contact' } }, text/csv: {} } }
              responses: {}
        components:
          parameters:
            Phone: { name: X-Phone, in: header }
          responses:
            Page:
              content:
                application/problem+json: { schema: { properties: { items: { type: array, items: { $ref: '#/components/schemas/Contact' } }, companyName: { type: string } } } }
          schemas:
            Person:
              properties:
                firstName: { type: string }
                "date-of-birth": { type: string, format: date }
            Contact:
              allOf: [ { $ref: '#/components/schemas/Person' } ]
              properties:
                id: { type: integer }
                login: { type: string, format: email }
                notes: { type: array, items: { type: string } }
                home_address: { type: object, properties: { lines: { type: array, items: { type: string } }, country: { type: string } } }
                manager: { $ref: '#/components/schemas/Contact' }
                other: { $ref: 'other.yaml#/X' }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tgw-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Draft_IsAPolicyThatNamesWhatWasGuessed()
    {
        var ran = await DraftAsync(Yaml, "openapi.yaml", "--name", "contacts", "--role", "agent");

        Assert.Equal(0, ran.Exit);
        var read = PolicySetReader.Read([new PolicyFile("draft.json", Encoding.UTF8.GetBytes(ran.Output))]);
        Assert.Empty(read.Problems);
        var policy = read.Snapshot!.Policies["contacts"];
        Assert.Equal("email", Assert.Single(policy.Query).Class.Value);
        foreach (var (path, fieldClass) in new[]
        {
            ("$.login", "email"), ("$.items[*].login", "email"), ("$.firstName", "name"), ("$['date-of-birth']", "date-of-birth"), ("$.notes[*]", "free-text"),
            ("$.home_address", "address"), ("$.manager.firstName", "name"), ("$.items[*].manager.login", "email"),
        })
        {
            Assert.Contains(Classes(ran.Output), field => field == (path, fieldClass));
        }

        Assert.All(policy.Fields, field => Assert.Equal(field.Class.Value == "email" ? TokenMode.Deterministic : TokenMode.Randomised, field.Mode));
        Assert.DoesNotContain(Classes(ran.Output), field => field.Path.EndsWith("companyName", StringComparison.Ordinal) || field.Path.EndsWith("id", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhyAndWhatWasNotNamed_IsToldBeside()
    {
        var ran = await DraftAsync(Yaml, "openapi.yaml");

        foreach (var told in new[]
        {
            "$.login: email, by its format email.", "$.firstName: name, by the word name in its name.", "$.id: not named.", "$.items[*].id: not named.", "$.companyName: not named.",
            "$.manager.manager: comes back to #/components/schemas/Contact", "$.other: other.yaml#/X is not in this document.", "text/csv: bodies of this type are not looked at.",
            "header parameter X-Phone: looks like phone, and is not named.", "Nobody may see, write or search anything",
        })
        {
            Assert.Contains(told, ran.Error, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("$.home_address.country", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonAndYaml_GiveTheSameDraft()
    {
        const string Json = """{"openapi":"3.0.3","paths":{"/a":{"post":{"requestBody":{"content":{"application/json":{"schema":{"type":"array","items":{"properties":{"it's":{"properties":{"phone":{"type":"string"}}}}}}}}}}}}}""";
        var json = await DraftAsync(Json, "a.json");
        // A JSON document is a YAML one.
        var yaml = await DraftAsync($"# yaml\n{Json}", "a.yaml");

        Assert.Equal((0, json.Output, json.Error), (yaml.Exit, yaml.Output, yaml.Error));
        Assert.Equal([("$[*]['it\\'s'].phone", "phone")], Classes(json.Output));
        Assert.Equal(0, (await Tgw.RunAsync(null, "policy", "validate", Write("draft.json", json.Output))).Exit);
    }

    [Theory]
    [InlineData("nothing_recognised", 7, """{"openapi":"3.0.3","paths":{"/a":{"get":{"responses":{"200":{"content":{"application/json":{"schema":{"properties":{"id":{"type":"string"}}}}}}}}}}}""")]
    [InlineData("unreadable_openapi", 2, """{"swagger":"2.0","paths":{}}""")]
    [InlineData("unreadable_openapi", 2, "{")]
    [InlineData("unreadable_openapi", 2, "openapi: [")]
    [InlineData("unreadable_openapi", 2, "openapi: 3.1.0\npaths: &all { again: *all }\n")]
    [InlineData("unreadable_openapi", 2, "a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\nopenapi: 3.1.0\n")]
    public async Task DocumentThatSaysNothing_IsRefused(string code, int exit, string document)
    {
        var ran = await DraftAsync(document, "a.json");

        Assert.Equal((exit, ""), (ran.Exit, ran.Output));
        Assert.StartsWith($"tgw: {code}: ", ran.Error, StringComparison.Ordinal);
    }

    private static List<(string Path, string Class)> Classes(string policy) =>
        [.. JsonNode.Parse(policy)!["fields"]!.AsArray().SelectMany(field => field!["select"]!.AsArray().Select(path => ($"{path}", $"{field["class"]}")))];

    private Task<Ran> DraftAsync(string document, string name, params string[] more) => Tgw.RunAsync(null, ["policy", "draft", "--openapi", Write(name, document), .. more]);

    private string Write(string name, string content)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, content);
        return file;
    }
}
