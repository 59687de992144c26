using CsCheck;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Content;

namespace TenantGateway.Core.Tests.Protection;

/// <summary>Values that no rule names, where a policy enforces: looked through or refused, so that a new field does not leak.</summary>
public sealed class UnlistedTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly RoutePlan Scanning = Policy().Enforcing().Ingress();
    private static readonly RoutePlan Refusing = Policy().Enforcing(UnlistedHandling.Refuse).Ingress();

    private static TestPolicy Policy() => TestPolicy.Contacts().FormField("email", "email").Text("note").Plain("id").Plain("meta").Embedded("payload");

    [Theory]
    [InlineData("""{"email2":"ada@example.org"}""", "email")]
    [InlineData("""{"a":{"b":[{"c":"see ada@example.org"}]}}""", "email")]
    [InlineData("""{"dateOfBirth":"1985-03-12"}""", "date-of-birth")]
    [InlineData("""{"date_of_birth":["1985-03-12"]}""", "date-of-birth")]
    [InlineData("""{"card":4111111111111111}""", "payment-card")]
    [InlineData("""{"cards":[1,4111111111111111]}""", "payment-card")]
    [InlineData("""{"mobile":"0171 2345678"}""", "phone")]
    [InlineData("\"ada@example.org\"", "email")]
    public void NewField_IsFoundByWhatItHolds(string sent, string fieldClass)
    {
        var stored = Engine.Protect(Scanning, sent, Acme);
        Assert.Contains("pn1.", stored.Text, StringComparison.Ordinal);
        Assert.Equal([new ClassCount(FieldClass.Parse(fieldClass), 1)], stored.Disclosure.Found.ToArray());
        Assert.Equal(sent, Engine.Reveal(Scanning, stored.Text, Acme).Text);
        Assert.Equal(Reasons.ClassWriteDenied, Engine.Protect(Scanning, sent, Acme, Acme.Support).Reason);
    }

    [Theory]
    [InlineData("""{"orderId":"0171 2345678","status":"new","n":[1,2.50,true,null],"created":"2024-05-06T07:08:09Z"}""")]
    [InlineData("""{"id":4111111111111111,"meta":{"by":"ada@example.org","at":["192.0.2.17"]}}""")]
    [InlineData("""{"uuid":"0b9e3a5c-1d2f-4a6b-8c7d-9e0f1a2b3c4d","sum":1234567.89}""")]
    public void OtherValues_AndPlainOnes_PassByteForByte(string sent)
    {
        Assert.Equal(sent, Engine.Protect(Scanning, sent, Acme).Text);
        Assert.Equal(sent, Engine.Reveal(Scanning, sent, Acme).Text);
    }

    [Fact]
    public void PlainNeverOverridesAField()
    {
        var route = TestPolicy.Contacts().Plain("address").Plain("name").Enforcing().Ingress();
        Assert.DoesNotContain("Quist", Engine.Protect(route, """{"name":"Quist","address":{"street":"Quist"}}""", Acme).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ValueOfAField_IsFoundWhereverItStandsInTheDocument() =>
        Assert.DoesNotContain("Quist", Engine.Protect(Scanning, """{"displayName":"Quist, Ada","name":"Quist"}""", Acme).Text, StringComparison.Ordinal);

    [Fact]
    public void DocumentInAString_IsLookedThroughAndTakenStringByString()
    {
        const string Sent = """{"payload":"{\"mail\":\"ada@example.org\",\"say\":\"ask ada@example.org\",\"n\":1}"}""";
        var stored = Engine.Protect(Scanning, Sent, Acme);
        Assert.DoesNotContain("ada@", stored.Text, StringComparison.Ordinal);
        Assert.Equal(["email", "free-text"], stored.Disclosure.Found.ToArray().Select(found => found.Class.Value));
        Assert.Equal(Sent, Engine.Reveal(Scanning, stored.Text, Acme).Text);
    }

    [Fact]
    public void WhatACallerReadsInAnotherFormAndWritesBack_LeavesTheValueOrIsRefused()
    {
        var stored = Engine.Protect(Scanning, """{"email2":"ada@example.org","card":4111111111111111}""", Acme).Text;
        foreach (var actor in new[] { Acme.Analyst, Acme.Guest })
        {
            var handles = Engine.Reveal(Scanning, stored, Acme, actor).Text;
            Assert.Equal("""{"email2":"ada@example.org","card":4111111111111111}""", Engine.Reveal(Scanning, Engine.Protect(Scanning, handles, Acme, actor).Text, Acme).Text);
        }

        Assert.Equal(Reasons.MaskedValue, Engine.Protect(Scanning, Engine.Reveal(Scanning, stored, Acme, Acme.Support).Text, Acme).Reason);
        Assert.Equal(Reasons.MaskedValue, Engine.Protect(Scanning, Engine.Reveal(Scanning, """{"a":"ada@example.org"}""", Acme, Acme.Guest).Text, Acme, Acme.Guest).Reason);
        var embedded = Engine.Reveal(Scanning, """{"payload":"{\"say\":\"ask ada@example.org\"}"}""", Acme, Acme.Guest).Text;
        Assert.Equal(Reasons.MaskedValue, Engine.Protect(Scanning, embedded, Acme, Acme.Guest).Reason);
        Assert.Equal(Reasons.StoredTokenInRequest, Engine.Protect(Scanning, stored, Acme).Reason);
    }

    [Theory]
    [InlineData("""{"name":"Ada","color":"red"}""", "$.color")]
    [InlineData("""{"name":"Ada","rows":[{"name":1},{"size":[true]}]}""", "$.rows[*].name")]
    [InlineData("""{"a":{"b":null},"ada@example.org":1}""", "$.(name)")]
    [InlineData("17", "$")]
    public void WhereUnlistedValuesAreRefused_ThePathIsTold(string sent, string path)
    {
        var refused = Engine.Protect(Refusing, sent, Acme);
        Assert.Equal((Reasons.UnlistedProperty, path), (refused.Reason, refused.Location));
        Assert.Equal((Reasons.UnlistedProperty, path), (Engine.Reveal(Refusing, sent, Acme).Reason, path));
    }

    [Theory]
    [InlineData("""{"id":7,"name":"Ada","note":"ask him","meta":{"a":[1,{"b":"c"}]},"x":null,"y":[],"z":{}}""")]
    [InlineData("""{"payload":"{\"email\":null}","phones":["1"]}""")]
    public void WhatIsNamed_AndWhatHoldsNothing_Passes(string sent)
    {
        var stored = Engine.Protect(Refusing, sent, Acme);
        Assert.Equal(sent, Engine.Reveal(Refusing, stored.Text, Acme).Text);
    }

    [Theory]
    [InlineData("q=ada%40example.org", "?q")]
    [InlineData("page=1&dateOfBirth=1985-03-12", "?dateOfBirth")]
    [InlineData("ada%40example.org=4111111111111111", "?(name)")]
    public void ParameterThatHoldsPersonalData_IsRefused(string query, string location)
    {
        var refused = Engine.Query(Scanning, query, Acme);
        Assert.Equal((Reasons.PersonalDataFound, location), (refused.Reason, refused.Location));
    }

    [Theory]
    [InlineData("q=red&size=10&at=2024-05-06")]
    [InlineData("page=ada%40example.org")]
    public void OtherParameter_Passes(string query) => Assert.Equal(query, Engine.Query(Scanning, query, Acme).Text);

    [Fact]
    public void UnlistedParameter_IsRefusedWhereUnlistedValuesAre()
    {
        Assert.Equal(Reasons.UnlistedProperty, Engine.Query(Refusing, "q=1", Acme).Reason);
        Assert.Equal("page=1&q=", Engine.Query(Refusing, "page=1&q=", Acme).Text);
    }

    [Fact]
    public void FieldOfAForm_IsLookedThrough()
    {
        var plan = Scanning.RequestOf(BodyFormat.Form)!;
        var stored = Engine.Run(Scanning, plan, "say=ask+%C3%A9+ada%40example.org%2C+now&ref=bob%40example.org&x=1", Acme);
        Assert.Matches("^say=ask\\+%C3%A9\\+pn1\\.[^%&+]+%2C\\+now&ref=bob%40example.org&x=1$", stored.Text);
        Assert.Equal(Reasons.UnlistedProperty, Engine.Run(Refusing, Refusing.RequestOf(BodyFormat.Form)!, "x=1", Acme).Reason);
        Assert.Equal(Reasons.MaskedValue, Engine.Run(Scanning, plan, "x=%E2%80%A2%E2%80%A2%E2%80%A2", Acme).Reason);
    }

    [Fact]
    public void FindingsThatAreRefused_RefuseFormsAndStringsOfDocumentsInStrings()
    {
        var route = Policy().Enforcing(found: FoundHandling.Refuse).Ingress();
        Assert.Equal(Reasons.PersonalDataFound, Engine.Run(route, route.RequestOf(BodyFormat.Form)!, "x=ada%40example.org", Acme).Reason);
        Assert.Equal(Reasons.PersonalDataFound, Engine.Protect(route, """{"payload":"{\"a\":\"ada@example.org\"}"}""", Acme).Reason);
        Assert.Equal(Reasons.PersonalDataFound, Engine.Protect(route, """{"card":4111111111111111}""", Acme).Reason);
        Assert.Equal(Reasons.PersonalDataFound, Engine.Reveal(route, """{"a":"ada@example.org"}""", Acme).Reason);
    }

    [Fact]
    public void Observed_WhatWouldBeFoundIsCounted()
    {
        var (scan, unit) = (new UnitScan(), """{"x":"ask ada@example.org","name":"Ada Quist","say":"Ada Quist"}"""u8.ToArray());
        Scanning.Request.Carrier.Scan(unit, scan);
        var observed = UnitObserver.Observe(Scanning, Scanning.Request, new Caller(Acme.Agent, null, DateTimeOffset.UnixEpoch), unit, scan);
        Assert.Equal([("email", 1), ("name", 2)], observed.Clear.Select(count => (count.Class.Value, count.Count)));
        Refusing.Request.Carrier.Scan(unit, scan);
        Assert.Equal(Reasons.UnlistedProperty, UnitObserver.Observe(Refusing, Refusing.Request, new Caller(Acme.Agent, null, DateTimeOffset.UnixEpoch), unit, scan).Refused);
    }

    [Fact]
    public void ScanningOfASecondDocument_AllocatesNothing()
    {
        var (scan, unit) = (new UnitScan(), """{"id":1,"email2":"ask ada@example.org and 192.0.2.17","dateOfBirth":"1985-03-12","name":"Quist","say":"Quist \n \u00e9"}"""u8.ToArray());
        for (var i = 0; i < 3; i++) Scanning.Request.Carrier.Scan(unit, scan);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Scanning.Request.Carrier.Scan(unit, scan);
        Assert.Equal((5, 0), (scan.Spans.Length, GC.GetAllocatedBytesForCurrentThread() - before));
    }

    /// <summary>Whatever a document is like, what is found in it is not in what the service gets, and all of it comes back.</summary>
    [Fact]
    public void Properties_HoldForAnyDocument() => Gen.Select(Documents.Any, Gen.Int[0, 3]).Sample(
        (document, where) =>
        {
            const string Planted = "zebulona.quist@example.org";
            var sent = where switch
            {
                0 => $$"""{"new":{{document}},"mail":"{{Planted}}"}""",
                1 => $$"""[{{document}},["a {{Planted}} b"]]""",
                2 => $$"""{"note":"{{Planted}}","new":{{document}}}""",
                _ => $$"""{"deep":[{"new":{{document}},"\u006dail":"\u007aebulona.quist@example.org"}]}""",
            };
            var stored = Engine.Protect(Scanning, sent, Acme);
            if (stored.Reason is not null) return;
            Assert.DoesNotContain("quist@", stored.Text, StringComparison.Ordinal);
            using var before = System.Text.Json.JsonDocument.Parse(sent);
            using var after = System.Text.Json.JsonDocument.Parse(Engine.Reveal(Scanning, stored.Text, Acme).Text);
            Assert.True(System.Text.Json.JsonElement.DeepEquals(before.RootElement, after.RootElement));
        },
        iter: 1000);
}
