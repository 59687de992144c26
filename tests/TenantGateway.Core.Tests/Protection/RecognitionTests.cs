using System.Text.Json.Nodes;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Tests.Protection;

/// <summary>Personal data inside prose: found when it is sent, replaced by tokens, and restored on the way back.</summary>
public sealed class RecognitionTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly RoutePlan Route = TestPolicy.Contacts().Text("note").Text("messages.*.content").Recognizing().Ingress();

    [Theory]
    [InlineData("Write to ada@example.org or call +49 151 23456789 today.", "ada@example.org", "+49 151 23456789")]
    [InlineData("Card 4111 1111 1111 1111, IBAN DE89 3704 0044 0532 0130 00.", "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00")]
    [InlineData("born 1985-03-12, from 192.0.2.17", "1985-03-12", "192.0.2.17")]
    [InlineData("\u201cada@example.org\u201d, **ada@example.org**", "ada@example.org", "ada@example.org")]
    [InlineData("a \"quoted\"\tline\nada@example.org\\ 192.0.2.17", "ada@example.org", "192.0.2.17")]
    public void WhatIsFound_IsStoredAsTokens_AndComesBackWhereItStood(string text, params string[] values)
    {
        var sent = new JsonObject { ["note"] = text, ["id"] = 7 }.ToJsonString();
        var stored = Engine.Protect(Route, sent, Acme);
        Assert.All(values, value => Assert.DoesNotContain(value, stored.Text, StringComparison.Ordinal));
        Assert.Equal(2, stored.Disclosure.Protected);
        Assert.Equal(text, Note(Engine.Reveal(Route, stored.Text, Acme).Text));
    }

    [Fact]
    public void WhatALanguageModelRepeats_ComesBackInItsSentence()
    {
        var prompt = JsonNode.Parse(Engine.Protect(Route, """{"messages":[{"content":"Answer ada@example.org, please"}]}""", Acme).Text)!["messages"]![0]!["content"]!.ToString();
        var token = prompt["Answer ".Length..prompt.IndexOf(',', StringComparison.Ordinal)];
        var answer = Engine.Reveal(Route, $$"""{"messages":[{"content":"- **{{token}}**: \"{{token}}\""}]}""", Acme);
        Assert.Equal("""{"messages":[{"content":"- **ada@example.org**: \"ada@example.org\""}]}""", answer.Text);
    }

    [Theory]
    [InlineData("""{"note":"Ms Zebulona Quist called. zebulona quist!","name":"Zebulona Quist"}""")]
    [InlineData("""{"name":"Zebulona Quist","messages":[{"content":"(Zebulona Quist)"}]}""")]
    [InlineData("""{"jobs":[{"employer":"Zebulona Quist"}],"note":"works at Zebulona Quist"}""")]
    public void ValuesOfFields_AreFoundInTheProseOfTheSameDocument(string sent)
    {
        var stored = Engine.Protect(Route, sent, Acme).Text;
        Assert.DoesNotContain("zebulona", stored, StringComparison.OrdinalIgnoreCase);
        // What was found is written as the field had it where the letters' case differs: it is the token of what stood there.
        Assert.Equal(sent, Engine.Reveal(Route, stored, Acme).Text);
    }

    [Fact]
    public void WhatIsFound_IsOfItsClass_AndFollowsItsRules()
    {
        var stored = Engine.Protect(Route, """{"note":"mail ada@example.org"}""", Acme).Text;
        Assert.Equal("mail a•••@e•••.org", Note(Engine.Reveal(Route, stored, Acme, Acme.Support).Text));
        Assert.Equal("mail •••", Note(Engine.Reveal(Route, stored, Acme, Acme.Guest).Text));
        Assert.StartsWith("mail hn1.", Note(Engine.Reveal(Route, stored, Acme, Acme.Analyst).Text), StringComparison.Ordinal);
        Assert.Equal(Reasons.ClassWriteDenied, Engine.Protect(Route, """{"note":"mail ada@example.org"}""", Acme, Acme.Support).Reason);
    }

    [Fact]
    public void HandleBesideWhatIsFound_IsTakenBack()
    {
        var seen = Note(Engine.Reveal(Route, Engine.Protect(Route, """{"note":"mail ada@example.org"}""", Acme).Text, Acme, Acme.Analyst).Text);
        var written = Engine.Protect(Route, new JsonObject { ["note"] = $"{seen}, thanks" }.ToJsonString(), Acme, Acme.Analyst);
        Assert.Equal("mail ada@example.org, thanks", Note(Engine.Reveal(Route, written.Text, Acme).Text));
    }

    [Fact]
    public void WhatAServiceHasInTheClear_IsGivenByItsClass()
    {
        var shown = Engine.Reveal(Route, """{"note":"mail ada@example.org"}""", Acme, Acme.Support);
        Assert.Equal(("mail a•••@e•••.org", 1), (Note(shown.Text), shown.Disclosure.ClearAtRest));
        Assert.Equal("mail ada@example.org", Note(Engine.Reveal(Route, """{"note":"mail ada@example.org"}""", Acme).Text));
    }

    [Fact]
    public void ValueOfAShapedField_IsATokenAmongOtherWords()
    {
        var route = new TestPolicy().Shaped("email", "email", ValueShape.Email).Text("note").Recognizing().Ingress();
        const string Sent = """{"email":"ada@example.org","note":"mail ada@example.org or Ada@example.org"}""";
        var stored = Engine.Protect(route, Sent, Acme).Text;
        Assert.Matches("^\\{\"email\":\"pn1-[^\"]+\\.pn\\.invalid\",\"note\":\"mail pn1\\.\\S+ or pn1\\.\\S+\"\\}$", stored);
        Assert.Equal(Sent, Engine.Reveal(route, stored, Acme).Text);
        // A shape among other words is opened, and never taken for an address that was found.
        var shape = JsonNode.Parse(stored)!["email"]!.ToString();
        var revealed = Engine.Reveal(route, $$"""{"note":"see {{shape}}"}""", Acme);
        Assert.Equal(("""{"note":"see ada@example.org"}""", 0), (revealed.Text, revealed.Disclosure.ClearAtRest));
    }

    [Fact]
    public void OtherProse_PassesByteForByte()
    {
        const string Sent = """{ "note": "Version 10.4, order 12345 of \u00e9t\/\u00e9; see you at 12:30" , "x": 1.50 }""";
        Assert.Equal(Sent, Engine.Protect(Route, Sent, Acme).Text);
        Assert.Equal(Sent, Engine.Reveal(Route, Sent, Acme).Text);
    }

    [Fact]
    public void WhereFindingsAreRefused_ThePathIsTold_AndNoValue()
    {
        var route = TestPolicy.Contacts().Text("messages.*.content").Recognizing(FoundHandling.Refuse).Ingress();
        var refused = Engine.Protect(route, """{"messages":[{"content":"hello"},{"content":"ada@example.org"}]}""", Acme);
        Assert.Equal((Reasons.PersonalDataFound, "$.messages[*].content"), (refused.Reason, refused.Location));
        Assert.Null(Engine.Protect(route, """{"messages":[{"content":"hello"}]}""", Acme).Reason);
    }

    [Fact]
    public void ForbiddenClass_IsRefusedInProseToo()
    {
        var route = TestPolicy.Contacts().Text("note").Recognizing().Class(new ClassRule(FieldClass.Parse("national-id")) { IsForbidden = true }).Ingress();
        Assert.Equal(Reasons.ForbiddenClass, Engine.Protect(route, """{"note":"SSN 536-22-8726"}""", Acme).Reason);
    }

    [Fact]
    public void MoreThanIsLookedAt_IsRefused() =>
        Assert.Equal(Reasons.TooMuchToRecognize, Engine.Protect(Route, $$"""{"note":"{{string.Concat(Enumerable.Repeat("1 ", 200_001))}}"}""", Acme).Reason);

    [Fact]
    public void DocumentsOfAStream_AreLookedThroughEach()
    {
        var plan = Route.RequestOf(BodyFormat.Lines)!;
        const string Sent = "{\"name\":\"Quist\",\"note\":\"Quist, ada@example.org\"}\n{\"note\":\"Quist\"}\n";
        var stored = Engine.Run(Route, plan, Sent, Acme).Text;
        Assert.DoesNotContain("ada@", stored, StringComparison.Ordinal);
        // Only the first document says that it is somebody's name.
        Assert.EndsWith("\n{\"note\":\"Quist\"}\n", stored, StringComparison.Ordinal);
        Assert.Equal(Sent, Engine.Run(Route, Route.ResponseOf(BodyFormat.Lines)!, stored, Acme).Text);
    }

    [Fact]
    public void AtTheEgress_WhatComesBackFromOthersIsProtected()
    {
        var egress = TestPolicy.Contacts().Text("note").Recognizing().Egress();
        var stored = Engine.Reveal(egress, """{"note":"mail ada@example.org"}""", Acme).Text;
        Assert.DoesNotContain("ada@", stored, StringComparison.Ordinal);
        Assert.Equal("""{"note":"mail ada@example.org"}""", Engine.Protect(egress, stored, Acme).Text);
    }

    private static string Note(string document) => JsonNode.Parse(document)!["note"]!.ToString();
}
