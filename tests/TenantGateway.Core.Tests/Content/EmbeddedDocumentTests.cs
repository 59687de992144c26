using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Content;

/// <summary>JSON in a string of JSON, such as the arguments of a call.</summary>
public class EmbeddedDocumentTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;

    private static readonly RoutePlan Route = new TestPolicy()
        .Field("calls.*.arguments.email", "email", TokenMode.Deterministic).Field("calls.*.arguments.age", "age").Field("name", "name").Embedded("calls.*.arguments").Ingress();

    private static string TokenOf(string email) => Engine.Protect(TestPolicy.Contacts(TokenMode.Deterministic).Ingress(), $"{{\"email\":\"{email}\"}}", Acme).Text["{\"email\":\"".Length..^2];

    [Fact]
    public void ValuesInside_AreSealed_AndAllElsePassesVerbatim()
    {
        var sent = """{ "calls": [ { "arguments": " {\"x\":\"\u0041\/\", \"\u0065mail\" :\"a\\u0040example.org\" ,\"n\": 5.0}\n" }, {"arguments":""}, {"arguments":{"email":"b@example.org"}}, {"arguments":"[]"} ] }""";
        var token = TokenOf("a@example.org");
        var stored = Engine.Protect(Route, sent, Acme).Text;
        Assert.Equal(sent.Replace("a\\\\u0040example.org", token, StringComparison.Ordinal).Replace("b@example.org", TokenOf("b@example.org"), StringComparison.Ordinal), stored);
        Assert.Equal(sent.Replace("\\\\u0040", "@", StringComparison.Ordinal), Engine.Reveal(Route, stored, Acme).Text);
    }

    [Fact]
    public void NumbersInside_ComeBackAsTheyWere()
    {
        var sent = """{"calls":[{"arguments":"{\"age\": 41.50}"}]}""";
        var stored = Engine.Protect(Route, sent, Acme).Text;
        Assert.DoesNotContain("41", stored.Split("pn1.")[0], StringComparison.Ordinal);
        Assert.Equal(sent, Engine.Reveal(Route, stored, Acme).Text);
    }

    [Fact]
    public void HandlesInside_AreTakenBack()
    {
        var stored = Engine.Protect(Route, """{"calls":[{"arguments":"{\"email\":\"a@example.org\"}"}]}""", Acme).Text;
        var read = Engine.Reveal(Route, stored, Acme, Acme.Analyst).Text;
        Assert.Contains("\\\"hn1.", read, StringComparison.Ordinal);
        Assert.Equal(stored, Engine.Protect(Route, read, Acme, Acme.Analyst).Text);
    }

    [Theory]
    [InlineData("a@example.org", "malformed_json")]
    [InlineData("hn1.{\\\"email\\\":\\\"a\\\"}", "malformed_json")]
    [InlineData("pn1. {\\\"email\\\":\\\"a\\\"}", "malformed_json")]
    [InlineData("{\\\"email\\\":\\\"a\\\"} x", "malformed_json")]
    [InlineData("\\\"{\\\\\\\"email\\\\\\\":\\\\\\\"a\\\\\\\"}\\\"", "malformed_json")]
    [InlineData("{\\\"Email\\\":\\\"a\\\"}", "ambiguous_name")]
    [InlineData("{\\\"email\\\":\\\"a\\\",\\\"\\u0065mail\\\":\\\"b\\\"}", "duplicate_name")]
    [InlineData("{\\\"email\\\":\\\"a\\\\ud800\\\"}", "lone_surrogate")]
    [InlineData("{\\\"x\\\":\\\"\\\\u0070n1.abcdef.d001\\\"}", "stored_token_in_request")]
    [InlineData("{\\\"email\\\":\\\"a\\u2022\\\\u2022\u2022\\\"}", "masked_value")]
    public void BadDocumentInside_IsRefused(string arguments, string reason) =>
        Assert.Equal(reason, Engine.Protect(Route, $$"""{"calls":[{"arguments":"{{arguments}}"}]}""", Acme).Reason?.Code);

    [Fact]
    public void FieldsInside_CountTogetherWithThoseAround()
    {
        var route = new TestPolicy().Field("a", "x").Embedded("a").Ingress();
        var inside = $"[{string.Join(',', Enumerable.Repeat("1", 10_001))}]";
        Assert.Equal(Reasons.TooManyFields, Engine.Protect(route, $$"""{"a":["{{inside}}","{{inside}}"]}""".Replace("\"a\":[", "\"a\":", StringComparison.Ordinal).Replace("]\",\"[", ",", StringComparison.Ordinal).Replace("\"]}", "\"}", StringComparison.Ordinal), Acme).Reason);
    }

    /// <summary>What is done to a document inside of a string is what is done to it alone.</summary>
    [Fact]
    public void EmbeddedDocument_IsTreatedAsOneAlone() =>
        Gen.Select(Documents.Any, Documents.Selectors, Gen.Bool).Sample(
            (document, selectors, relaxed) =>
            {
                if (document.TrimStart()[0] is not ('{' or '[')) return;
                var alone = Documents.Route(selectors, TokenMode.Deterministic);
                var policy = new TestPolicy().Embedded("s");
                for (var i = 0; i < selectors.Length; i++) policy.Field($"s.{selectors[i]}", Documents.ClassOf(i), TokenMode.Deterministic);
                var inside = policy.Ingress();
                var options = new JsonSerializerOptions { Encoder = relaxed ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : JavaScriptEncoder.Default };
                var sent = new JsonObject { ["s"] = document }.ToJsonString(options);

                var expected = Engine.Protect(alone, document, Acme);
                var stored = Engine.Protect(inside, sent, Acme);
                Assert.Equal(expected.Reason, stored.Reason);
                if (expected.Reason is not null) return;
                Assert.Equal(expected.Text, JsonNode.Parse(stored.Text)!["s"]!.ToString());
                Assert.Equal(Engine.Reveal(alone, expected.Text, Acme).Text, JsonNode.Parse(Engine.Reveal(inside, stored.Text, Acme).Text)!["s"]!.ToString());
            },
            iter: 2000);
}
