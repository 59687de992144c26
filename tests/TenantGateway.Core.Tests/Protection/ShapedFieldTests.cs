using System.Globalization;
using System.Net.Mail;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Tokens;
using TenantGateway.Core.Tokens.Shapes;

namespace TenantGateway.Core.Tests.Protection;

/// <summary>Fields whose service validates what it stores.</summary>
public class ShapedFieldTests
{
    private const string Sent = """{"email":"jane@example.org","born":"1985-03-12","phone":"+4930123456"}""";
    private const string Shaped = """^\{"email":"(pn1-[a-z2-7]+@[a-z2-7.]+\.pn\.invalid)","born":"([3-8]\d{3}-\d\d-\d\d)","phone":"(\+999\d{12})"\}$""";

    private static readonly RoutePlan Route = Policy(UnfitValue.Refuse).Ingress();
    private static readonly RoutePlan Lenient = Policy(UnfitValue.Token).Ingress();
    private static readonly TestTenant Acme = TestTenant.Acme;

    private static TestPolicy Policy(UnfitValue unfit) => new TestPolicy()
        .Shaped("email", "email", ValueShape.Email, unfit).Shaped("born", "date-of-birth", ValueShape.Date, unfit).Shaped("phone", "phone", ValueShape.Phone, unfit)
        .ShapedFormField("email", "email", ValueShape.Email, unfit).ShapedFormField("phone", "phone", ValueShape.Phone, unfit)
        .Class(new ClassRule(FieldClass.Parse("email")) { Canonical = [CanonicalStep.Trim, CanonicalStep.Lower] })
        .Class(new ClassRule(FieldClass.Parse("phone")) { Canonical = [CanonicalStep.Digits] })
        .Query("email", "email", new TwoTokens(TwoTokensWay.Repeat)).Query("phone", "phone", new TwoTokens(TwoTokensWay.List)).Query("born", "date-of-birth");

    private static string Stored(string sent = Sent, TestTenant? tenant = null) => Engine.Protect(Route, sent, tenant ?? Acme).Text;

    [Fact]
    public void Values_BecomeShapes_AndComeBack()
    {
        var stored = Stored();
        Assert.Matches(Shaped, stored);

        var revealed = Engine.Reveal(Route, stored, Acme);
        Assert.Equal(Sent, revealed.Text);
        Assert.Equal((2, 0, 0, 0), (revealed.Disclosure.Unverified, revealed.Disclosure.ClearAtRest, revealed.Disclosure.DamagedTokens, revealed.Disclosure.ForeignTokens));
        Assert.Equal((Acme.Lookup.KeyId, 3), (revealed.Disclosure.Opened[0].Generation, revealed.Disclosure.Opened[0].Tokens));
    }

    /// <summary>Whoever validates takes every shape, none of them is anybody's, and all of them come back.</summary>
    [Fact]
    public void Properties_HoldForEveryValue() => Gen.Select(
            Gen.String[Gen.Char["abcxyz019.+_-'"], 1, 40], Gen.String[Gen.Char["abcxyz019-"], 1, 40], Gen.Date[new DateTime(1800, 1, 1), new DateTime(2199, 12, 31)], Gen.Long[1_000_000, 99_999_999_999])
        .Where((_, _, _, number) => !number.ToString(CultureInfo.InvariantCulture).StartsWith("999", StringComparison.Ordinal))
        .Sample(
        (local, domain, born, number) =>
        {
            var sent = string.Create(CultureInfo.InvariantCulture, $$"""{"email":"{{local}}@{{domain}}.example","born":"{{born:yyyy-MM-dd}}","phone":"+{{number}}"}""");
            var stored = Stored(sent);
            var values = JsonNode.Parse(stored)!;
            var email = new MailAddress(values["email"]!.ToString());
            Assert.EndsWith(".pn.invalid", email.Host, StringComparison.Ordinal);
            Assert.True(DateOnly.ParseExact(values["born"]!.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture).Year >= 3000);
            Assert.Matches(new Regex(@"^\+[1-9]\d{1,14}$"), values["phone"]!.ToString());
            Assert.StartsWith("+999", values["phone"]!.ToString(), StringComparison.Ordinal);
            Assert.Equal(sent, Engine.Reveal(Route, stored, Acme).Text);
            Assert.Equal(stored, Stored(sent));
            var elsewhere = JsonNode.Parse(Stored(sent, TestTenant.Globex))!;
            Assert.NotEqual(values["email"]!.ToString(), elsewhere["email"]!.ToString());
        },
        iter: 300);

    [Fact]
    public void Spellings_MeetAsTheClassSays()
    {
        var stored = Stored("""{"email":"Jane@Example.org ","phone":"+49 (30) 12-34 56"}""");
        Assert.Equal(Stored("""{"email":"jane@example.org","phone":"+4930123456"}"""), stored);
        var form = Encoding.UTF8.GetString(Engine.Run(Route, Route.RequestOf(BodyFormat.Form)!, "email=JANE%40example.org&phone=%2B4930123456&x=1", Acme).Bytes);
        var values = JsonNode.Parse(stored)!;
        Assert.Equal($"email={Uri.EscapeDataString(values["email"]!.ToString())}&phone={Uri.EscapeDataString(values["phone"]!.ToString())}&x=1", form);
    }

    [Fact]
    public void Search_IsForTheShape()
    {
        var values = JsonNode.Parse(Stored())!;
        Assert.Equal($"email={Uri.EscapeDataString(values["email"]!.ToString())}", Engine.Query(Route, "email=Jane%40example.org", Acme).Text);
        Assert.Equal($"phone={Uri.EscapeDataString(values["phone"]!.ToString())}", Engine.Query(Route, "phone=%2B49+30+123456", Acme).Text);
        Assert.Equal($"born={values["born"]}", Engine.Query(Route, "born=1985-03-12", Acme).Text);
    }

    [Theory]
    [InlineData("email", "\"jane.example.org\"")]
    [InlineData("email", "\"a@b@c\"")]
    [InlineData("email", "\"@b\"")]
    [InlineData("email", "\"a@\"")]
    [InlineData("email", "\"jane doe@example.org\"")]
    [InlineData("born", "\"12.3.1985\"")]
    [InlineData("born", "\"1985-02-30\"")]
    [InlineData("born", "\"1799-12-31\"")]
    [InlineData("born", "\"2200-01-01\"")]
    [InlineData("phone", "\"030 123456\"")]
    [InlineData("phone", "\"+1234567890123\"")]
    public void ValueThatDoesNotFit_IsRefused_OrBecomesAToken(string field, string value)
    {
        var sent = $$"""{"{{field}}":{{value}}}""";
        var refused = Engine.Protect(Route, sent, Acme);
        Assert.Equal((Reasons.UnfitValue, $"$.{field}"), (refused.Reason, refused.Location));

        var stored = Engine.Protect(Lenient, sent, Acme).Text;
        Assert.Matches($$"""^\{"{{field}}":"pn1\.[a-z2-7]{6}\.d""", stored);
        Assert.Equal(field == "phone" ? sent.Replace(" ", "", StringComparison.Ordinal) : sent, Engine.Reveal(Lenient, stored, Acme).Text);
        var text = JsonNode.Parse(value)!.ToString();
        if (text.Length > 0) Assert.Equal($"{field}={JsonNode.Parse(stored)![field]}", Engine.Query(Lenient, $"{field}={Uri.EscapeDataString(text)}", Acme).Text);
    }

    [Fact]
    public void AddressThatIsTooLong_DoesNotFit() =>
        Assert.Equal(Reasons.UnfitValue, Engine.Protect(Route, $$"""{"email":"{{new string('a', 121)}}@example.org"}""", Acme).Reason);

    [Fact]
    public void NumberForAText_IsOfAnotherType() => Assert.Equal(Reasons.ValueTypeMismatch, Engine.Protect(Route, """{"phone":4930123456}""", Acme).Reason);

    [Theory]
    [InlineData("email", "jane@pn.invalid")]
    [InlineData("email", "jane@x.PN.Invalid ")]
    [InlineData("born", "3000-01-01")]
    [InlineData("born", "9999-12-31")]
    [InlineData("phone", "+999123456789012")]
    [InlineData("phone", "+999 1")]
    public void ValueWhereShapesLie_IsRefused(string field, string value)
    {
        foreach (var route in (RoutePlan[])[Route, Lenient])
        {
            Assert.Equal((Reasons.StoredTokenInRequest, $"$.{field}"), Pair(Engine.Protect(route, $$"""{"{{field}}":"{{value}}"}""", Acme)));
            Assert.Equal((Reasons.StoredTokenInRequest, $"?{field}"), Pair(Engine.Query(route, $"{field}={Uri.EscapeDataString(value)}", Acme)));
        }

        static (Reason?, string?) Pair(Engine.Outcome outcome) => (outcome.Reason, outcome.Location);
    }

    [Theory]
    [InlineData("""{{"other":"{0}"}}""")]
    [InlineData("""{{"other":"to {0}!"}}""")]
    [InlineData("""{{"{0}":1}}""")]
    [InlineData("""{{"other":"pn1\u002d{1}"}}""")]
    public void EmailShapeFromACaller_IsRefusedWhereverItStands(string template)
    {
        var shape = JsonNode.Parse(Stored())!["email"]!.ToString();
        Assert.Equal(Reasons.StoredTokenInRequest, Engine.Protect(Route, string.Format(null, template, shape, shape[4..]), Acme).Reason);
        Assert.Equal(Reasons.StoredTokenInRequest, Engine.Query(Route, $"other={Uri.EscapeDataString(shape)}", Acme).Reason);
        Assert.Equal(Reasons.StoredTokenInRequest, Engine.Protect(Route, string.Format(null, template, shape[..30], shape[4..30]), Acme).Reason);
    }

    [Theory]
    [InlineData("""{"other":"pn1-abcdef"}""")]
    [InlineData("""{"other":"the pn1-sections of n1- and pn1"}""")]
    public void WordsThatBeginAsAShape_Pass(string sent) => Assert.Equal(sent, Engine.Protect(Route, sent, Acme).Text);

    [Fact]
    public void EmailShape_IsFoundAtAnyPath_AndDatesAndNumbersAtTheirOwnAlone()
    {
        var values = JsonNode.Parse(Stored())!;
        var answer = $$"""{"list":["{{values["email"]}}"],"text":"to {{values["email"]}}","day":"{{values["born"]}}","call":"{{values["phone"]}}"}""";
        var revealed = Engine.Reveal(Route, answer, Acme);
        Assert.Equal(answer.Replace($"[\"{values["email"]}\"]", "[\"jane@example.org\"]", StringComparison.Ordinal), revealed.Text);
        Assert.Equal(0, revealed.Disclosure.Unverified);

        // A route that names no field at all.
        Assert.Equal("""{"a":"jane@example.org"}""", Engine.Reveal(TestPolicy.Contacts().Ingress(), $$"""{"a":"{{values["email"]}}"}""", Acme).Text);
    }

    [Fact]
    public void EmailShapeInProse_IsRevealedWhereItStands()
    {
        var route = Policy(UnfitValue.Refuse).Text("note").Ingress();
        var shape = JsonNode.Parse(Stored())!["email"]!.ToString();
        var token = Sealed.Token(Acme.Lookup, "john@example.org");
        var revealed = Engine.Reveal(route, $$"""{"note":"\"{{token}}, \u00e9{{shape}}, pn1-x\n{{shape}}.{{shape[..40]}}"}""".Replace("\"\"", "\"\\\"", StringComparison.Ordinal), Acme);
        Assert.Equal("{\"note\":\"\\\"john@example.org, \\u00e9jane@example.org, pn1-x\\njane@example.org." + shape[..40] + "\"}", revealed.Text);
        Assert.Equal(1, revealed.Disclosure.DamagedTokens);
        Assert.Equal(Reasons.StoredTokenInRequest, Engine.Protect(route, $$"""{"note":"to {{shape}}!"}""", Acme).Reason);

        var handles = Engine.Reveal(route, $$"""{"note":"to {{shape}}!"}""", Acme, Acme.Analyst).Text;
        Assert.StartsWith("""{"note":"to hn1.""", handles, StringComparison.Ordinal);
        Assert.Equal("""{"note":"to jane@example.org!"}""", Engine.Reveal(route, Engine.Protect(route, handles, Acme, Acme.Analyst).Text, Acme).Text);
    }

    [Fact]
    public void ClassInsideOfAnEmailShape_Decides()
    {
        var shape = JsonNode.Parse(Stored())!["email"]!.ToString();
        Assert.Equal("""{"phone":"j•••@e•••.org"}""", Engine.Reveal(Route, $$"""{"phone":"{{shape}}"}""", Acme, Acme.Support).Text);
    }

    [Fact]
    public void Forms_AreMadeOfTheValue()
    {
        var stored = Stored();
        var masked = Engine.Reveal(Route, stored, Acme, Acme.Support);
        Assert.Equal("""{"email":"j•••@e•••.org","born":"1985-•••","phone":"•••3456"}""", masked.Text);
        Assert.Equal(Reasons.MaskedValue, Engine.Protect(Route, masked.Text, Acme).Reason);
        Assert.Equal("""{"email":null,"born":null,"phone":null}""", Engine.Reveal(Route, stored, Acme, Acme.Guest).Text);

        var handles = Engine.Reveal(Route, stored, Acme, Acme.Analyst).Text;
        Assert.Matches("""^\{"email":"hn1[^"]+","born":"hn1[^"]+","phone":"hn1[^"]+"\}$""", handles);
        Assert.Equal(stored, Engine.Protect(Route, handles, Acme, Acme.Analyst).Text);
        Assert.Equal(Reasons.InvalidHandle, Engine.Protect(Route, handles, Acme, Acme.OtherAnalyst).Reason);
    }

    [Fact]
    public void ForeignAndAlteredEmailShapes_AreLeftAndCounted()
    {
        var foreign = JsonNode.Parse(Stored(tenant: TestTenant.Globex))!["email"]!.ToString();
        var own = JsonNode.Parse(Stored())!["email"]!.ToString();
        var answer = $$"""["{{foreign}}","{{own[..20]}}{{(own[20] == 'a' ? 'b' : 'a')}}{{own[21..]}}","{{own[..40]}}","pn1-zzzzzz{{own[10..]}}"]""";
        var revealed = Engine.Reveal(Route, answer, Acme);
        Assert.Equal(answer, revealed.Text);
        Assert.Equal((1, 3), (revealed.Disclosure.ForeignTokens, revealed.Disclosure.DamagedTokens));
    }

    [Fact]
    public void ClearDatesAndNumbersOfBefore_FollowTheRevealRules()
    {
        var revealed = Engine.Reveal(Route, """{"born":"1985-03-12","phone":"+4930123456","email":"jane@example.org"}""", Acme, Acme.Support);
        Assert.Equal("""{"email":"j•••@e•••.org","born":"1985-•••","phone":"•••3456"}""", Sorted(revealed.Text));
        Assert.Equal((3, 0), (revealed.Disclosure.ClearAtRest, revealed.Disclosure.Unverified));

        var farAway = Engine.Reveal(Route, """{"born":"9999-12-31"}""", Acme, Acme.Analyst);
        Assert.Equal((1, 0), (farAway.Disclosure.ClearAtRest, farAway.Disclosure.Unverified));
        Assert.Equal(Reasons.UnfitValue, Engine.Protect(Route, farAway.Text, Acme, Acme.Analyst).Reason);

        static string Sorted(string text)
        {
            var values = JsonNode.Parse(text)!;
            return $$"""{"email":"{{values["email"]}}","born":"{{values["born"]}}","phone":"{{values["phone"]}}"}""";
        }
    }

    /// <summary>Whatever stands at such a place is given back marked as unverified, or as it is.</summary>
    [Fact]
    public void ShapeOfAnotherTenant_IsNeverGivenBackAsVerified()
    {
        for (var day = 1; day <= 28; day++)
        {
            var stored = Stored(string.Create(CultureInfo.InvariantCulture, $$"""{"born":"1985-03-{{day:D2}}","phone":"+49301234{{day:D2}}"}"""), TestTenant.Globex);
            var revealed = Engine.Reveal(Route, stored, Acme);
            Assert.Equal(2, revealed.Disclosure.Unverified + revealed.Disclosure.DamagedTokens);
            Assert.Equal((0, 0), (revealed.Disclosure.ClearAtRest, revealed.Disclosure.ForeignTokens));
        }
    }

    [Fact]
    public void ShapeOfASlotWithoutKey_IsLeft()
    {
        var stored = Stored(tenant: TestTenant.AcmeInRotation);
        var revealed = Engine.Reveal(Route, stored.Replace("pn1-", "x", StringComparison.Ordinal), Acme, Acme.Support);
        Assert.Equal(2, revealed.Disclosure.DamagedTokens);
        Assert.Equal(JsonNode.Parse(stored)!["born"]!.ToString(), JsonNode.Parse(revealed.Text)!["born"]!.ToString());
    }

    [Fact]
    public void RandomisedFieldsOfAShapedClass_StayTokens()
    {
        var route = new TestPolicy().Shaped("email", "email", ValueShape.Email).Field("copy", "email").Query("q", "email").Ingress();
        var stored = Engine.Protect(route, """{"email":"a@b.example","copy":"a@b.example"}""", Acme).Text;
        Assert.StartsWith("pn1.", JsonNode.Parse(stored)!["copy"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("""{"email":"a@b.example","copy":"a@b.example"}""", Engine.Reveal(route, stored, Acme).Text);
    }

    [Fact]
    public void WhatAServiceSends_IsShapedOnce()
    {
        var egress = Policy(UnfitValue.Refuse).Egress();
        var stored = Engine.Reveal(egress, Sent, Acme).Text;
        Assert.Equal(Stored(), stored);
        Assert.Equal(stored, Engine.Reveal(egress, stored, Acme).Text);
    }

    [Fact]
    public void ShapeOfADate_IsOfItsClass()
    {
        var route = new TestPolicy().Shaped("born", "date-of-birth", ValueShape.Date).Shaped("hired", "hiring", ValueShape.Date).Ingress();
        var stored = JsonNode.Parse(Engine.Protect(route, """{"born":"1985-03-12","hired":"1985-03-12"}""", Acme).Text)!;
        Assert.NotEqual(stored["born"]!.ToString(), stored["hired"]!.ToString());
        Assert.True(DateShape.TryReadSlot(Encoding.ASCII.GetBytes(stored["hired"]!.ToString()), out _));
    }
}
