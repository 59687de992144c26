using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Tokens;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Tests.Protection;

public class RevealTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly RoutePlan Route = TestPolicy.Contacts().Ingress();

    [Theory]
    [InlineData("\"{0}\"")]
    [InlineData("[\"{0}\"]")]
    [InlineData("{{\"anything\":{{\"deep\":[\"{0}\"]}}}}")]
    [InlineData("{{\"name\":\"{0}\"}}")]
    public void Token_IsRevealedWhereverItIsAWholeString(string template)
    {
        var token = Sealed.Token(Acme.Data, "jane@example.org");
        Assert.Equal(string.Format(null, template, "jane@example.org"), Engine.Reveal(Route, string.Format(null, template, token), Acme).Text);
        var escaped = string.Concat(token.Select(c => $"\\u{(int)c:x4}"));
        Assert.Equal(string.Format(null, template, "jane@example.org"), Engine.Reveal(Route, string.Format(null, template, escaped), Acme).Text);
    }

    [Fact]
    public void ClassInTheToken_DecidesAndNotThePlace()
    {
        var route = new TestPolicy().Field("email", "email").Field("diagnosis", "health").Ingress();
        var narrow = route.Policy with
        {
            Access = route.Policy.Access with { Reveal = [new RevealRule(new GrantRule([FieldClass.Parse("email")], ["agent"], []), Form.Clear)] },
        };
        var moved = $"{{\"email\":\"{Sealed.Token(Acme.Data, "flu", "health")}\",\"diagnosis\":\"{Sealed.Token(Acme.Data, "e@x.org")}\"}}";
        var outcome = Engine.Reveal(RoutePlan.Compile(narrow), moved, Acme);

        Assert.DoesNotContain("flu", outcome.Text, StringComparison.Ordinal);
        Assert.StartsWith("{\"email\":\"hn1.", outcome.Text, StringComparison.Ordinal);
        Assert.EndsWith("\"diagnosis\":\"e@x.org\"}", outcome.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void PeopleWhoseDataBecomesVisible_AreNamedByIdentifyingClassesOnce()
    {
        var route = RoutePlan.Compile(Route.Policy with { Identifying = [FieldClass.Parse("email")] });
        var unit = $"[\"{Sealed.Token(Acme.Data, "jane@example.org")}\",\"{Sealed.Token(Acme.Data, "JANE@example.org")}\",\"{Sealed.Token(Acme.Data, "bob@example.org")}\",\"{Sealed.Token(Acme.Data, "Jane", "name")}\"]";
        string[] people = [.. ((string[])["jane@example.org", "bob@example.org"]).Select(email => Acme.Ring.Audit.SubjectOf("email"u8, System.Text.Encoding.UTF8.GetBytes(email)).Value)];
        Assert.Equal(people, Engine.Reveal(route, unit, Acme).Disclosure.Subjects);
        Assert.Equal(people, Engine.Reveal(route, unit, Acme, Acme.Support).Disclosure.Subjects);
        Assert.Empty(Engine.Reveal(route, unit, Acme, Acme.Analyst).Disclosure.Subjects);
        Assert.Empty(Engine.Reveal(Route, unit, Acme).Disclosure.Subjects);
    }

    [Fact]
    public void ClassThatThePolicyDoesNotKnow_IsAHandle()
    {
        var outcome = Engine.Reveal(Route, $"[\"{Sealed.Token(Acme.Data, "flu", "health")}\"]", Acme);
        Assert.StartsWith("[\"hn1.", outcome.Text, StringComparison.Ordinal);
        Assert.Equal("health Handle 1", Assert.Single(outcome.Disclosure.Counts.Select(count => $"{count.Class} {count.Form} {count.Count}")));
    }

    [Fact]
    public void ForeignToken_IsNeverRevealedAndIsCounted()
    {
        foreach (var key in new[] { TestTenant.Globex.Data, TestTenant.Globex.Lookup, TestTenant.Globex.OlderData })
        {
            var document = $"{{\"email\":\"{Sealed.Token(key, "secret@globex")}\",\"x\":\"{Sealed.Token(key, "secret@globex")}\"}}";
            foreach (var actor in new[] { Acme.Agent, Acme.Support, Acme.Analyst })
            {
                var outcome = Engine.Reveal(Route, document, Acme, actor);
                Assert.Equal(document, outcome.Text);
                Assert.Equal(2, outcome.Disclosure.ForeignTokens);
                Assert.Equal(0, outcome.Disclosure.DamagedTokens);
                Assert.False(outcome.Disclosure.RevealsSomething);
            }
        }
    }

    [Fact]
    public void ForeignTokenUnderOurKeyId_DoesNotOpen()
    {
        var token = Sealed.Token(TestTenant.Globex.Data, "secret@globex");
        var document = $"[\"pn1.{Acme.Data.KeyId}{token["pn1.aaaaaa".Length..]}\"]";
        var outcome = Engine.Reveal(Route, document, Acme);
        Assert.Equal(document, outcome.Text);
        Assert.Equal(1, outcome.Disclosure.DamagedTokens);
    }

    [Fact]
    public void DamagedToken_PassesUnrevealedAndIsCounted()
    {
        var token = Sealed.Token(Acme.Data, "jane@example.org");
        string[] damaged =
        [
            token[..^1], token[..20], token[..15], token[..11], token + "A", token[..^1] + (token[^1] == 'A' ? 'B' : 'A'),
            "pn1.aaaaaa" + token[10..], $"pn1.{Acme.Audit.KeyId}" + token[10..], token.Replace(".r", ".d", StringComparison.Ordinal),
            Sealed.Token(Acme.Disabled, "jane@example.org"), "pn1.aaaaaa.r000",
        ];
        foreach (var text in damaged)
        {
            foreach (var document in new[] { $"{{\"email\":\"{text}\"}}", $"[1,\"{text}\"]" })
            {
                var outcome = Engine.Reveal(Route, document, Acme);
                Assert.Equal(document, outcome.Text);
                Assert.Equal(1, outcome.Disclosure.DamagedTokens);
                Assert.Equal(0, outcome.Disclosure.ForeignTokens);
                Assert.False(outcome.Disclosure.RevealsSomething);
            }
        }
    }

    [Fact]
    public void EveryBitFlipOfATokenInABody_RevealsNothing()
    {
        var token = Sealed.Token(Acme.Data, "secret-value");
        for (var at = 0; at < token.Length; at++)
        {
            foreach (var wrong in "A_.z0"u8.ToArray().Where(c => c != token[at]))
            {
                var outcome = Engine.Reveal(Route, $"[\"{token[..at]}{(char)wrong}{token[(at + 1)..]}\"]", Acme);
                Assert.DoesNotContain("secret-value", outcome.Text, StringComparison.Ordinal);
                Assert.False(outcome.Disclosure.RevealsSomething);
            }
        }
    }

    [Theory]
    [InlineData("\"jane@example.org\"")]
    [InlineData("\"\\u006aane\"")]
    [InlineData("5551234567")]
    [InlineData("true")]
    [InlineData("\"\"")]
    [InlineData("\"prefix pn1.\"")]
    [InlineData("\"pn1.\"")]
    [InlineData("\"pn1.jane\"")]
    [InlineData("\"pn1.abcdef\"")]
    public void ClearValueAtRest_IsRenderedByTheSameRules(string literal)
    {
        var document = $"{{\"id\":1,\"email\":{literal},\"address\":{{\"a\":[{literal}]}}}}";
        var clear = Engine.Reveal(Route, document, Acme);
        Assert.Equal(document, clear.Text);
        Assert.Equal(2, clear.Disclosure.ClearAtRest);
        Assert.True(clear.Disclosure.RevealsSomething);

        var handles = Engine.Reveal(Route, document, Acme, Acme.Analyst);
        Assert.Equal(2, handles.Disclosure.ClearAtRest);
        Assert.DoesNotContain(literal, handles.Text, StringComparison.Ordinal);
        Assert.Equal(document, Engine.Reveal(Route, Engine.Protect(Route, handles.Text, Acme, Acme.Analyst).Text, Acme).Text);

        var masks = Engine.Reveal(Route, document, Acme, Acme.Support);
        Assert.Contains("•••", masks.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ClearValueAtRestThatIsTooLongForAHandle_IsStillGivenInTheClear()
    {
        var document = $"{{\"email\":\"{new string('x', Payload.MaxValueLength + 1)}\"}}";
        Assert.Equal(document, Engine.Reveal(Route, document, Acme).Text);
        Assert.Equal("{\"email\":\"•••\"}", Engine.Reveal(Route, document, Acme, Acme.Support).Text);
        Assert.Equal(Reasons.ValueTooLong, Engine.Reveal(Route, document, Acme, Acme.Analyst).Reason);
    }

    [Fact]
    public void OlderGeneration_IsRevealed() =>
        Assert.Equal("[\"old\"]", Engine.Reveal(Route, $"[\"{Sealed.Token(Acme.OlderData, "old")}\"]", Acme).Text);

    [Fact]
    public void RevealedValueThatLooksLikeAToken_IsNotOpenedAgain()
    {
        var inner = Sealed.Token(Acme.Data, "secret", "health");
        Assert.Equal($"[\"{inner}\"]", Engine.Reveal(Route, $"[\"{Sealed.Token(Acme.Data, inner)}\"]", Acme).Text);
    }

    [Fact]
    public void RevealedText_CannotBreakOutOfItsString()
    {
        const string Hostile = "\",\"admin\":true,\"x\":\"\\\n\u0001";
        var text = Engine.Reveal(Route, $"{{\"a\":\"{Sealed.Token(Acme.Data, Hostile)}\"}}", Acme).Text;
        using var parsed = System.Text.Json.JsonDocument.Parse(text);
        Assert.Equal(Hostile, parsed.RootElement.GetProperty("a").GetString());
        Assert.Single(parsed.RootElement.EnumerateObject());
    }

    [Fact]
    public void KeysOfAnotherTenantThanTheActors_AreNeverUsed() =>
        Assert.Throws<InvalidOperationException>(() => Engine.Reveal(Route, "[]", Acme, TestTenant.Globex.Agent));

    [Fact]
    public void Counts_TellClassAndForm()
    {
        var stored = Engine.Protect(Route, "{\"email\":\"a@b.cd\",\"phones\":[\"1\",\"2\"]}", Acme).Text;
        var outcome = Engine.Reveal(Route, stored, Acme);
        Assert.Equal(["email Clear 1", "phone Clear 2"], outcome.Disclosure.Counts.Select(count => $"{count.Class} {count.Form} {count.Count}"));
        outcome.Disclosure.Reset();
        Assert.Empty(outcome.Disclosure.Counts);
        Assert.False(outcome.Disclosure.RevealsSomething);
    }
}
