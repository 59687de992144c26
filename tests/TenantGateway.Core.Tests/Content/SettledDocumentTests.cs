using System.Text.Json.Nodes;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Content;

/// <summary>Routes that look for nothing but tokens: a document without one is done with after a scan of its memory, and one that has any is looked through as ever.</summary>
public sealed class SettledDocumentTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly RoutePlan Prose = new TestPolicy().Text("say").Class(new(Core.Access.FieldClass.Parse("email"))).Ingress();
    private static readonly string Token = JsonNode.Parse(Engine.Protect(TestPolicy.Contacts().Ingress(), """{"email":"ada@example.org"}""", Acme).Text)!["email"]!.ToString();

    [Theory]
    [InlineData("""{"say":"nothing of that kind","n":[1,2]}""")]
    [InlineData("{\"say\":")]
    public void DocumentWithoutTokens_Passes(string document) => Assert.Equal(document, Engine.Reveal(Prose, document, Acme).Text);

    [Fact]
    public void Token_IsFoundHoweverItIsWritten()
    {
        const string shown = """{"say":"ask ada@example.org"}""";
        Assert.Equal(shown, Engine.Reveal(Prose, $$"""{"say":"ask {{Token}}"}""", Acme).Text);
        Assert.Equal(shown, Engine.Reveal(Prose, $$"""{"say":"ask {{string.Concat(Token.Select(c => $"\\u{(int)c:x4}"))}}"}""", Acme).Text);
    }

    [Theory]
    [InlineData("{\"say\":\"\\")]
    [InlineData("{\"say\":\"n1.")]
    public void WhatMightHoldOne_IsReadAndRefusedWhereItCannotBe(string document) => Assert.Equal("malformed_json", Engine.Reveal(Prose, document, Acme).Reason?.Code);

    /// <summary>With a field there may be clear values, which a scan for tokens does not find.</summary>
    [Fact]
    public void DocumentOfARouteWithFields_IsAlwaysRead() =>
        Assert.Equal("malformed_json", Engine.Reveal(TestPolicy.Contacts().Ingress(), "{\"say\":", Acme).Reason?.Code);

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x7B, 0x7D })]
    public void WhatIsNoUtf8_IsRefused(byte[] document) => Assert.Equal("invalid_utf8", Engine.Run(Prose, Prose.Response, document, Acme).Reason?.Code);
}
