using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Tests.Protection;

/// <summary>What becomes of values that are no tokens: pseudonyms, nothing at all, a refusal; and of values that are brought to one spelling or type before.</summary>
public sealed class KindsOfProtectionTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;

    private static readonly RoutePlan Route = new TestPolicy()
        .Field("ref", "customer", TokenMode.Pseudonym).Field("refs", "customer", TokenMode.Pseudonym).Field("other", "partner", TokenMode.Pseudonym)
        .Field("gone", "birthplace", TokenMode.Removed).Field("health", "health")
        .Field("email", "email", TokenMode.Deterministic).Field("phone", "phone", TokenMode.Deterministic).Field("score", "score", TokenMode.Deterministic).Field("born", "date-of-birth").Field("ok", "consent")
        .Query("email", "email").Query("phone", "phone").Query("score", "score")
        .FormField("ref", "customer", TokenMode.Pseudonym).FormField("gone", "birthplace", TokenMode.Removed).FormField("health", "health").FormField("email", "email", TokenMode.Deterministic).FormField("score", "score", TokenMode.Deterministic)
        .Class(new ClassRule(FieldClass.Parse("health")) { IsForbidden = true })
        .Class(new ClassRule(FieldClass.Parse("email")) { Canonical = [CanonicalStep.Trim, CanonicalStep.Lower] })
        .Class(new ClassRule(FieldClass.Parse("phone")) { Canonical = [CanonicalStep.Digits] })
        .Class(new ClassRule(FieldClass.Parse("score")) { Type = ValueKind.Number })
        .Class(new ClassRule(FieldClass.Parse("date-of-birth")) { Type = ValueKind.Date })
        .Class(new ClassRule(FieldClass.Parse("consent")) { Type = ValueKind.Boolean })
        .Ingress();

    [Fact]
    public void EqualValuesOfAClass_HaveEqualPseudonyms_WhereverTheyAreSent()
    {
        var json = Json("""{"ref":"Ada","refs":["\u0041da","Eve"],"other":"Ada"}""");
        var pseudonym = json["ref"]!.ToString();
        Assert.Matches("^ps1\\.[a-z2-7]{6}\\.[A-Za-z0-9_-]{64}$", pseudonym);
        Assert.Equal(pseudonym, json["refs"]![0]!.ToString());
        Assert.NotEqual(pseudonym, json["refs"]![1]!.ToString());
        // Another class, another tenant, another pseudonym.
        Assert.NotEqual(pseudonym, json["other"]!.ToString());
        Assert.NotEqual(pseudonym, JsonNode.Parse(Engine.Protect(Route, """{"ref":"Ada"}""", TestTenant.Globex).Text)!["ref"]!.ToString());
        Assert.Equal($"ref={pseudonym}", Form("ref=%41da"));
    }

    [Fact]
    public void Pseudonym_IsShownAsItIs_AndMayBeWrittenBackByWhoeverMayNotWrite()
    {
        var stored = Engine.Protect(Route, """{"ref":"Ada"}""", Acme).Text;
        foreach (var actor in (Actor[])[Acme.Agent, Acme.Analyst, Acme.Guest]) Assert.Equal(stored, Engine.Reveal(Route, stored, Acme, actor).Text);
        Assert.Equal(stored, Engine.Protect(Route, stored, Acme, Acme.Analyst).Text);
        Assert.Equal(Reasons.ClassWriteDenied, Engine.Protect(Route, """{"ref":"Eve"}""", Acme, Acme.Analyst).Reason);
    }

    [Theory]
    [InlineData("""{"gone":"Ada","x":1}""", """{"gone":null,"x":1}""")]
    [InlineData("""{"gone":{"a":["Ada",5,true,null]}}""", """{"gone":{"a":[null,null,null,null]}}""")]
    public void RemovedValue_NeverReachesTheService(string sent, string stored)
    {
        Assert.Equal(stored, Engine.Protect(Route, sent, Acme).Text);
        Assert.Equal(stored, Engine.Protect(Route, sent, Acme, Acme.Analyst).Text);
    }

    [Fact]
    public void RemovedFormField_IsEmpty() => Assert.Equal("gone=&x=1", Form("gone=Ada&x=1"));

    [Theory]
    [InlineData("""{"health":"Ada"}""", "$.health")]
    [InlineData("""{"health":0}""", "$.health")]
    [InlineData("""{"health":{"a":[false]}}""", "$.health")]
    public void ForbiddenValue_IsRefusedWithItsPathAlone(string sent, string location)
    {
        var outcome = Engine.Protect(Route, sent, Acme);
        Assert.Equal((Reasons.ForbiddenClass, location), (outcome.Reason, outcome.Location));
        Assert.Equal(Reasons.ForbiddenClass, Engine.Run(Route, Route.RequestOf(BodyFormat.Form)!, "health=x", Acme).Reason);
    }

    [Theory]
    [InlineData("""{"health":null}""")]
    [InlineData("""{"health":""}""")]
    [InlineData("""{"health":[]}""")]
    public void NothingInAForbiddenField_Passes(string sent) => Assert.Equal(sent, Engine.Protect(Route, sent, Acme).Text);

    [Fact]
    public void ForbiddenValueOfAService_IsShownToNobody()
    {
        Assert.Equal("""{"health":null}""", Engine.Reveal(Route, """{"health":"flu"}""", Acme).Text);
        Assert.Equal(Reasons.ForbiddenClass, Engine.Run(Route, new UnitPlan(PlanOperation.Protect, false, Route.Request.Carrier), """{"health":"flu"}""", Acme).Reason);
    }

    [Theory]
    [InlineData("ada@example.org", " ADA@Example.ORG\\t")]
    [InlineData("ada@example.org", "\\u0061da@example.org")]
    public void SpellingsOfOneValue_MeetInJsonFormAndQuery(string one, string other)
    {
        var token = Json($$"""{"email":"{{one}}"}""")["email"]!.ToString();
        Assert.Equal(token, Json($$"""{"email":"{{other}}"}""")["email"]!.ToString());
        Assert.Equal($"email={token}", Form($"email={Uri.EscapeDataString(JsonNode.Parse($"\"{other}\"")!.ToString())}"));
        Assert.Equal($"email={token}", Engine.Query(Route, $"email={Uri.EscapeDataString(JsonNode.Parse($"\"{other}\"")!.ToString())}", Acme).Text);
        // What comes back is the one spelling.
        Assert.Equal("""{"email":"ada@example.org"}""", Engine.Reveal(Route, $$"""{"email":"{{token}}"}""", Acme).Text);
    }

    [Fact]
    public void DigitsOfAPhoneNumber_MeetHoweverTheyAreGrouped()
    {
        var token = Json("""{"phone":"+49 (30) 5550-1234"}""")["phone"]!.ToString();
        Assert.Equal(token, Json("""{"phone":"+493055501234"}""")["phone"]!.ToString());
        Assert.NotEqual(token, Json("""{"phone":"493055501234"}""")["phone"]!.ToString());
        Assert.Equal(Reasons.ValueTypeMismatch, Engine.Protect(Route, """{"phone":"none"}""", Acme).Reason);
    }

    [Theory]
    [InlineData("5", "5.0")]
    [InlineData("5", "50e-1")]
    [InlineData("-0.25", "-25E-2")]
    [InlineData("0", "-0.00")]
    [InlineData("1200", "1.2e3")]
    public void SearchableNumbers_MeetWhateverTheirLiteral(string one, string other)
    {
        var token = Json($$"""{"score":{{one}}}""")["score"]!.ToString();
        Assert.Equal(token, Json($$"""{"score":{{other}}}""")["score"]!.ToString());
        Assert.Equal($"score={token}", Form($"score={other}"));
        Assert.Equal($"score={token}", Engine.Query(Route, $"score={other}", Acme).Text);
        Assert.Equal($$"""{"score":{{one}}}""", Engine.Reveal(Route, $$"""{"score":"{{token}}"}""", Acme).Text);
    }

    [Theory]
    [InlineData("""{"score":"5"}""")]
    [InlineData("""{"score":true}""")]
    [InlineData("""{"score":1e40}""")]
    [InlineData("""{"email":5}""")]
    [InlineData("""{"born":"31.12.1999"}""")]
    [InlineData("""{"born":"1999-02-30"}""")]
    [InlineData("""{"born":19990101}""")]
    [InlineData("""{"ok":"true"}""")]
    [InlineData("""{"ok":1}""")]
    public void ValueOfAnotherType_IsRefused(string sent) => Assert.Equal(Reasons.ValueTypeMismatch, Engine.Protect(Route, sent, Acme).Reason);

    [Theory]
    [InlineData("""{"born":"1999-02-28","ok":false}""")]
    [InlineData("""{"born":"\u0031999-02-28","ok":true}""")]
    public void RandomisedValueOfItsType_ComesBackAsItWas(string sent) => Assert.Equal(sent, Engine.Reveal(Route, Engine.Protect(Route, sent, Acme).Text, Acme).Text);

    [Theory]
    [InlineData("score=x")]
    [InlineData("score=05")]
    [InlineData("score=%205")]
    public void TextThatIsNoNumber_IsRefusedInForms(string form) => Assert.Equal(Reasons.ValueTypeMismatch, Engine.Run(Route, Route.RequestOf(BodyFormat.Form)!, form, Acme).Reason);

    /// <summary>Whatever the documents: of no kind a value is left, and what has a reverse comes back equal.</summary>
    [Fact]
    public void Properties_HoldForEveryKind() => Gen.Select(Gen.String[Gen.Char["abcXYZ é\"\\/\u4e2d"], 1, 30], Gen.Int, Gen.Bool).Sample(
        (text, number, flag) =>
        {
            text = "q" + text + "q";
            var written = JsonValue.Create(text).ToJsonString();
            var sent = $$"""{"ref":{{written}},"gone":{{written}},"email":{{written}},"score":{{number}},"ok":{{(flag ? "true" : "false")}}}""";
            var stored = Engine.Protect(Route, sent, Acme).Text;
            Assert.DoesNotContain(text, stored, StringComparison.OrdinalIgnoreCase);
            Assert.Null(JsonNode.Parse(stored)!["gone"]);
            var shown = JsonNode.Parse(Engine.Reveal(Route, stored, Acme).Text)!;
            Assert.Equal(text.Trim().ToLowerInvariant(), shown["email"]!.ToString());
            Assert.Equal((number, flag), (shown["score"]!.GetValue<int>(), shown["ok"]!.GetValue<bool>()));
        },
        iter: 500);

    private static JsonNode Json(string sent) => JsonNode.Parse(Engine.Protect(Route, sent, Acme).Text)!;

    private static string Form(string sent) => Encoding.UTF8.GetString(Engine.Run(Route, Route.RequestOf(BodyFormat.Form)!, sent, Acme).Bytes);
}
