using System.Text.Json;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Content;

public class SpliceTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly RoutePlan Route = TestPolicy.Contacts().Ingress();

    [Fact]
    public void WhatNoRuleCovers_PassesVerbatim()
    {
        const string Before = " {\"z\":1e400,\"a\" : 5.0 , \"big\":123456789012345678901234567890,\"neg\":-0,\"exp\":1E+02,\r\n\t\"esc\":\"\\u0041\\/\\n\",\"email\":";
        const string After = ",\"b\":[ 1 ,2,\n null],\"dup\":1,\"dup\":2,\"e\":{} , \"t\":true}\n ";
        var protectedText = Engine.Protect(Route, Before + "\"jane@example.org\"" + After, Acme).Text;

        Assert.StartsWith(Before + "\"pn1.", protectedText, StringComparison.Ordinal);
        Assert.EndsWith("\"" + After, protectedText, StringComparison.Ordinal);
        Assert.Equal(Before + "\"jane@example.org\"" + After, Engine.Reveal(Route, protectedText, Acme).Text);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[null,{\"a\":null},[]]")]
    public void NullAndWhatIsEmpty_PassUntouched(string value)
    {
        var document = $"{{\"email\":{value},\"phones\":{value},\"address\":{value}}}";
        var outcome = Engine.Protect(Route, document, Acme, Acme.Analyst);
        Assert.Equal(document, outcome.Text);
        Assert.Equal(0, outcome.Disclosure.Protected);
        Assert.Equal(document, Engine.Reveal(Route, document, Acme, Acme.Analyst).Text);
    }

    [Theory]
    [InlineData("5.0")]
    [InlineData("-0")]
    [InlineData("1e400")]
    [InlineData("1E+2")]
    [InlineData("0.10")]
    [InlineData("123456789012345678901234567890123456789")]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("\"\"")]
    [InlineData("\"plain\"")]
    [InlineData("\"\\u006Aane\"")]
    [InlineData("\"a\\/b\"")]
    [InlineData("\"tab\\t quote\\\" back\\\\ nl\\n\"")]
    [InlineData("\"\\u001f\\u001F\\u0000\"")]
    [InlineData("\"\\ud83d\\ude00 \U0001F600\"")]
    [InlineData("\"5.0\"")]
    [InlineData("\"null\"")]
    [InlineData("\" lead and trail \"")]
    public void Literal_ComesBackAsItWasSent(string literal)
    {
        var document = $"{{\"email\":{literal}, \"phones\":[{literal},\n{literal} ],\"address\":{{\"x\":{{\"y\":[{literal}]}}}}}}";
        var outcome = Engine.Protect(Route, document, Acme);
        Assert.Equal(4, outcome.Disclosure.Protected);
        if (literal.Length > 5) Assert.DoesNotContain(literal, outcome.Text, StringComparison.Ordinal);
        Assert.Equal(document, Engine.Reveal(Route, outcome.Text, Acme).Text);
    }

    [Fact]
    public void Wildcard_GivesEachMatchItsOwnValue()
    {
        var phones = string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"+49 30 {i:0000000}\""));
        var document = $"{{\"phones\":[{phones}],\"jobs\":{{\"a\":{{\"employer\":\"one\"}},\"b\":{{\"employer\":\"two\"}}}}}}";
        foreach (var mode in (TokenMode[])[TokenMode.Randomised, TokenMode.Deterministic])
        {
            var route = TestPolicy.Contacts(mode).Ingress();
            var outcome = Engine.Protect(route, document, Acme);
            using var parsed = JsonDocument.Parse(outcome.Text);
            Assert.Equal(300, parsed.RootElement.GetProperty("phones").EnumerateArray().Select(phone => phone.GetString()).Distinct().Count());
            Assert.Equal(document, Engine.Reveal(route, outcome.Text, Acme).Text);
        }
    }

    [Fact]
    public void CompositeUnderARule_IsProtectedToItsLeaves()
    {
        const string Document = "{\"email\":{\"primary\":[\"a-secret\",{\"deep\":[[\"b-secret\",42.5,true]]}]},\"address\":[[\"c-secret\"]]}";
        var text = Engine.Protect(Route, Document, Acme).Text;
        foreach (var secret in new[] { "secret", "42.5" }) Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.Equal(Document, Engine.Reveal(Route, text, Acme).Text);
    }

    [Fact]
    public void LongerPath_DecidesInsideACompositeValue()
    {
        var route = new TestPolicy().Field("person", "free-text").Field("person.*.email", "email", TokenMode.Deterministic).Ingress();
        const string Document = "{\"person\":{\"work\":{\"email\":\"e\",\"note\":\"n\"},\"email\":\"direct\"}}";
        var outcome = Engine.Reveal(route, Engine.Protect(route, Document, Acme).Text, Acme);
        Assert.Equal(Document, outcome.Text);
        Assert.Equal(
            ["email Clear 1", "free-text Clear 2"],
            outcome.Disclosure.Counts.Select(count => $"{count.Class} {count.Form} {count.Count}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("\"jane\"")]
    [InlineData("12.50")]
    public void RootUnderNoRule_Passes(string document) => Assert.Equal(document, Engine.Protect(Route, document, Acme).Text);

    [Fact]
    public void ElementsOfARootArray_AreCoveredByTheirRules()
    {
        var route = new TestPolicy().Field("*", "name").Ingress();
        var text = Engine.Protect(route, "[\"a-secret\",[\"b-secret\"],{\"x\":\"c-secret\"}]", Acme).Text;
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public void PolicyOfQueryParametersAlone_LeavesBodies()
    {
        var route = new TestPolicy().Query("email", "email").Ingress();
        Assert.Equal("{\"email\":\"x\"}", Engine.Protect(route, "{\"email\":\"x\"}", Acme).Text);
    }

    [Fact]
    public void NameOfAMegabyte_PassesWhereItIsAllowed()
    {
        var route = TestPolicy.Contacts().Limited(new ContentLimits { MaxNameBytes = 4_000_000 }).Ingress();
        var document = $"{{\"{new string('e', 1_000_000)}\":1,\"\\u0065{new string('\u00e9', 500_000)}\":\"x\"}}";
        Assert.Equal(document, Engine.Protect(route, document, Acme).Text);
    }

    [Fact]
    public void HundredThousandUnlistedFields_Pass()
    {
        var document = "{" + string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"n{i}\":\"v\"")) + ",\"email\":\"secret\"}";
        var text = Engine.Protect(Route, document, Acme).Text;
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Equal(document, Engine.Reveal(Route, text, Acme).Text);
    }

    [Fact]
    public void LongestValue_IsTakenAndALongerOneRefused()
    {
        string Document(int length) => $"{{\"name\":\"{new string('x', length)}\"}}";
        Assert.Equal(Document(60 * 1024), Engine.Reveal(Route, Engine.Protect(Route, Document(60 * 1024), Acme).Text, Acme).Text);
        var refused = Engine.Protect(Route, Document((60 * 1024) + 1), Acme);
        Assert.Equal(Core.Access.Reasons.ValueTooLong, refused.Reason);
        Assert.Equal("$.name", refused.Location);
    }

    [Fact]
    public void LongLiteralWithEscapes_IsRefusedByItsLiteralLength()
    {
        var escaped = string.Concat(Enumerable.Repeat("\\u0041", 20_000));
        Assert.Equal(Core.Access.Reasons.ValueTooLong, Engine.Protect(Route, $"{{\"name\":\"{escaped}\"}}", Acme).Reason);

        var searchable = new TestPolicy().Field("name", "name", TokenMode.Deterministic).Ingress();
        Assert.NotNull(Engine.Protect(searchable, $"{{\"name\":\"{escaped}\"}}", Acme).Reason);
    }
}
