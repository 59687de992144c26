using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Content;

/// <summary>Each bound as it is set: what is just within it passes, one more is refused with the reason of that bound.</summary>
public sealed class ContentLimitsTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;

    private static readonly RoutePlan Route = TestPolicy.Contacts().FormField("note", "free-text")
        .Limited(new ContentLimits { MaxDepth = 3, MaxFields = 2, MaxTokens = 2, MaxNameBytes = 10, MaxValueBytes = 5 }).Ingress();

    [Theory]
    [InlineData("""{"a":[{}]}""", null)]
    [InlineData("""{"a":[{"b":[]}]}""", "json_too_deep")]
    [InlineData("""{"address":["a","b"],"other":[1,2,3,4]}""", null)]
    [InlineData("""{"address":["a","b","c"]}""", "too_many_fields")]
    [InlineData("""{"name":"12345"}""", null)]
    [InlineData("""{"name":"123456"}""", "value_too_long")]
    [InlineData("""{"0123456789":1}""", null)]
    [InlineData("""{"01234567890":1}""", "name_too_long")]
    public void Document_IsHeldToEachBound(string document, string? reason) => Assert.Equal(reason, Engine.Protect(Route, document, Acme).Reason?.Code);

    [Theory]
    [InlineData("note=a&note=b", null)]
    [InlineData("note=a&note=b&note=c", "too_many_fields")]
    [InlineData("0123456789=1", null)]
    [InlineData("01234567890=1", "name_too_long")]
    public void Form_IsHeldToEachBound(string form, string? reason) => Assert.Equal(reason, Engine.Run(Route, Route.RequestOf(BodyFormat.Form)!, form, Acme).Reason?.Code);

    [Fact]
    public void Tokens_AreOpenedUpToTheirBound_BesideAsManyValues()
    {
        var stored = Engine.Protect(Route, """{"name":"Ada"}""", Acme).Text[8..^1];
        Assert.Null(Engine.Reveal(Route, $$"""{"x":[{{stored}},{{stored}}],"address":["a","b"]}""", Acme).Reason);
        Assert.Equal(Reasons.TooManyTokens, Engine.Reveal(Route, $$"""{"x":[{{stored}},{{stored}},{{stored}}]}""", Acme).Reason);
    }

    /// <summary>Each document of a stream has as much as a body of its own.</summary>
    [Fact]
    public void Lines_AreHeldToTheBoundsOneByOne()
    {
        var lines = string.Concat(Enumerable.Repeat("{\"address\":[\"a\",\"b\"]}\n", 3));
        Assert.Null(Engine.Run(Route, Route.RequestOf(BodyFormat.Lines)!, lines, Acme).Reason);
    }
}
