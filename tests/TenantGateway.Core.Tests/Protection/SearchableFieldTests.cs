using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Tests.Protection;

public class SearchableFieldTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly RoutePlan Route = TestPolicy.Contacts(TokenMode.Deterministic).Ingress();

    [Fact]
    public void SpellingsOfOneString_GiveOneToken()
    {
        var tokens = new[] { "\"a/b\\n\u00e9\"", "\"a\\/b\\u000a\\u00e9\"", "\"\\u0061/b\\u000A\\u00E9\"" }
            .Select(literal => Engine.Protect(Route, $"{{\"email\":{literal}}}", Acme).Text);
        Assert.Single(tokens.Distinct());
    }

    [Fact]
    public void OneValueOfTwoClassesOrTenants_GivesDifferentTokens()
    {
        const string Document = "{\"email\":\"same\",\"name\":\"same\"}";
        var ours = Engine.Protect(Route, Document, Acme).Text;
        var theirs = Engine.Protect(Route, Document, TestTenant.Globex).Text;
        var tokens = new[] { ours, theirs }.SelectMany(text => text.Split('"').Where(part => part.StartsWith("pn1.", StringComparison.Ordinal)));
        Assert.Equal(4, tokens.Distinct().Count());
        Assert.Equal(ours, Engine.Protect(Route, Document, Acme).Text);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("-0")]
    [InlineData("true")]
    [InlineData("[1]")]
    public void AnotherTypeThanString_IsRefused(string literal)
    {
        var outcome = Engine.Protect(Route, $"{{\"email\":{literal}}}", Acme);
        Assert.Equal(Reasons.ValueTypeMismatch, outcome.Reason);
        Assert.Equal("$.email", outcome.Location);
    }

    [Fact]
    public void Reveal_GivesTheStringWithTheFewestEscapes() =>
        Assert.Equal("{\"email\":\"a/\u00e9\"}", Engine.Reveal(Route, Engine.Protect(Route, "{\"email\":\"\\u0061\\/\\u00e9\"}", Acme).Text, Acme).Text);
}
