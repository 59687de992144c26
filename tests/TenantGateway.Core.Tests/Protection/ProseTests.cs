using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tests.Content;

namespace TenantGateway.Core.Tests.Protection;

/// <summary>Tokens among other words, at paths that are declared as prose.</summary>
public sealed class ProseTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly RoutePlan Route = TestPolicy.Contacts().Text("say").Text("choices.*.text").Text("name").Ingress();
    private static readonly string Email = Stored("email", "\"ada@example.org\"");
    private static readonly string Name = Stored("name", "\"Ada \\\"L\\\" \\u00e9\"");
    private static readonly string Number = Stored("born", "5.0");

    private static string Stored(string field, string value) => JsonNode.Parse(Engine.Protect(Route, $$"""{"{{field}}":{{value}}}""", Acme).Text)![field]!.ToString();

    private static string Say(string text, Actor? actor = null) => JsonNode.Parse(Engine.Reveal(Route, Written(text), Acme, actor).Text)!["say"]!.ToString();

    private static string Written(string text) => new JsonObject { ["say"] = text }.ToJsonString();

    [Theory]
    [InlineData("Write to {0}.")]
    [InlineData("**{0}**, `{0}` and \"{0}\"")]
    [InlineData("{0}{0}")]
    [InlineData("({0})\n- {0}\n\t{0}")]
    [InlineData("x{0}y {0}_")]
    [InlineData("https://example.org/?q={0}&x=1")]
    public void TokenInASentence_IsShownWhereItStands(string sentence)
    {
        // What follows a token at once and could be part of one is told apart by the length that the token says.
        Assert.Equal(string.Format(null, sentence, "ada@example.org"), Say(string.Format(null, sentence, Email)));
        Assert.Equal(string.Format(null, sentence, "a•••@e•••.org"), Say(string.Format(null, sentence, Email), Acme.Support));
        Assert.Equal(string.Format(null, sentence, "•••"), Say(string.Format(null, sentence, Email), Acme.Guest));
    }

    [Fact]
    public void ValueWithQuotes_IsEscapedForItsString() => Assert.Equal("He is Ada \"L\" é, or 5.0", Say($"He is {Name}, or {Number}"));

    [Fact]
    public void WhatStandsAround_PassesByteForByte()
    {
        var document = $$"""{"say":"a\u0062\/\n\ud83d\ude00 {{Email}} \"","choices":[{"text":"{{Email}}!"}],"other":"see {{Email}}"}""";
        Assert.Equal(document.Replace(Email, "ada@example.org", StringComparison.Ordinal).Replace("see ada@example.org", $"see {Email}", StringComparison.Ordinal), Engine.Reveal(Route, document, Acme).Text);
    }

    [Fact]
    public void WholeToken_StandsForAValueOfAnyType() => Assert.Equal("""{"say":5.0}""", Engine.Reveal(Route, Written(Number), Acme).Text);

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void CutToken_IsLeftAndCounted(int cut)
    {
        var outcome = Engine.Reveal(Route, Written($"Ask {Email[..^cut]} now"), Acme);
        Assert.Equal(1, outcome.Disclosure.DamagedTokens);
        Assert.Equal($"Ask {Email[..^cut]} now", JsonNode.Parse(outcome.Text)!["say"]!.ToString());
    }

    [Fact]
    public void TokenOfAnotherTenant_IsLeftAndCounted()
    {
        var outcome = Engine.Reveal(Route, Written($"Ask {Email} now"), TestTenant.Globex);
        Assert.Equal((1, Written($"Ask {Email} now")), (outcome.Disclosure.ForeignTokens, outcome.Text));
    }

    [Theory]
    [InlineData("pn1. is how they begin, hn1. too")]
    [InlineData("pn1.abc")]
    public void ProseThatOnlyMentionsThem_Passes(string text)
    {
        Assert.Equal(text, Say(text));
        Assert.Equal(Written(text), Engine.Protect(Route, Written(text), Acme).Text);
    }

    [Fact]
    public void HandleWrittenBackInASentence_IsStoredAndComesBack()
    {
        var seen = Say($"Call {Email}, \"{Name}\".", Acme.Analyst);
        Assert.DoesNotContain("ada@", seen, StringComparison.Ordinal);
        var stored = Engine.Protect(Route, Written("> " + seen), Acme, Acme.Analyst);
        Assert.DoesNotContain("hn1.", stored.Text, StringComparison.Ordinal);
        Assert.Equal("> Call ada@example.org, \"Ada \"L\" é\".", JsonNode.Parse(Engine.Reveal(Route, stored.Text, Acme).Text)!["say"]!.ToString());
    }

    [Fact]
    public void HandleOfSomebodyElse_StoredTokenAndMask_AreRefused()
    {
        Assert.Equal(Reasons.InvalidHandle, Engine.Protect(Route, Written(Say($"Call {Email}", Acme.Analyst)), Acme, Acme.OtherAnalyst).Reason);
        Assert.Equal(Reasons.InvalidHandle, Engine.Protect(Route, Written(Say($"Call {Email}", Acme.Analyst)[..^3]), Acme, Acme.Analyst).Reason);
        Assert.Equal(Reasons.MaskedValue, Engine.Protect(Route, Written(Say($"Call {Email}", Acme.Support)), Acme).Reason);
        Assert.Equal(Reasons.MaskedValue, Engine.Protect(Route, Written(Say($"Call {Email}", Acme.Guest)), Acme, Acme.Guest).Reason);
        Assert.Equal(Reasons.StoredTokenInRequest, Engine.Protect(Route, Written($"Call {Email}"), Acme).Reason);
    }

    [Fact]
    public void FieldAtTheSamePath_Decides()
    {
        var stored = Engine.Protect(Route, """{"name":"Ada"}""", Acme).Text;
        Assert.DoesNotContain("Ada", stored, StringComparison.Ordinal);
        Assert.Equal("""{"name":"Ada"}""", Engine.Reveal(Route, stored, Acme).Text);
    }

    /// <summary>Any prose around any number of tokens, written with any escapes, in any carrier of documents, at every split.</summary>
    [Fact]
    public void Properties_HoldForProse() => Gen.Select(Gen.String[Gen.Char["ab .,\"\\/\n\u00e9\u4e2d_-pn1"], 0, 12].Array[1, 5], Gen.Bool, Gen.Int[1, 40].Array[1, 5]).Sample(
        (words, escaped, lengths) =>
        {
            var sent = string.Join(Email, words);
            var written = escaped ? $"{{\"say\":\"{string.Concat(sent.Select(c => $"\\u{(int)c:x4}"))}\"}}" : Written(sent);
            var expected = string.Join("ada@example.org", words);
            // What comes behind a token may be taken for its beginning and is told apart by nothing but its length.
            Assert.Equal(expected, JsonNode.Parse(Engine.Reveal(Route, written, Acme).Text)!["say"]!.ToString());
            using var splitter = new LineSplitter(64 * 1024);
            var lines = Engine.RunPieces(Route, Route.ResponseOf(BodyFormat.Lines)!, splitter, Pieces.Cut(Encoding.UTF8.GetBytes(written + "\n" + written), lengths), Acme).Text.Split('\n');
            Assert.All(lines, line => Assert.Equal(expected, JsonNode.Parse(line)!["say"]!.ToString()));
        },
        iter: 500);
}
