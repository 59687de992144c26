using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tests.Tokens;

namespace TenantGateway.Core.Tests.Protection;

/// <summary>Callers never hold stored tokens: wherever one turns up in a request, and however it is written, the request is refused.</summary>
public class StoredTokenInRequestTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly RoutePlan Route = TestPolicy.Contacts().Ingress();
    private static readonly string Token = Sealed.Token(TestTenant.Acme.Data, "jane@example.org");

    [Theory]
    [InlineData("\"{0}\"")]
    [InlineData("[[\"{0}\"]]")]
    [InlineData("{{\"email\":\"{0}\"}}")]
    [InlineData("{{\"other\":\"{0}\"}}")]
    [InlineData("{{\"other\":\"see {0} there\"}}")]
    [InlineData("{{\"{0}\":1}}")]
    [InlineData("{{\"a{0}\":1}}")]
    [InlineData("{{\"x\":{{\"address\":{{\"{0}\":null}}}}}}")]
    public void WrittenPlainOrEscaped_IsRefused(string template)
    {
        AssertRefused(template, Token);
        AssertRefused(template, Escape(Token, _ => true));
        AssertRefused(template, Escape(Token, c => c == '.'));
        AssertRefused(template, Escape(Token, c => c is 'p' or 'n' or '1'));
        AssertRefused(template, Escape(Token, c => c == '1'));
        AssertRefused(template, Token[..20]);
    }

    [Fact]
    public void ForeignAndUnknownToken_IsRefused()
    {
        AssertRefused("{{\"x\":\"{0}\"}}", Sealed.Token(TestTenant.Globex.Data, "x"));
        AssertRefused("{{\"x\":\"{0}\"}}", "pn1.aaaaaa.r003");
    }

    [Theory]
    [InlineData("pn1.")]
    [InlineData("pn1.x")]
    [InlineData("version pn1.0.1")]
    [InlineData("pn1.ABCDEF.r003")]
    public void ProseThatOnlyBeginsLikeOne_Passes(string text)
    {
        var document = $"{{\"email\":\"{text}\",\"x\":\"{text}\"}}";
        Assert.Equal(document, Engine.Reveal(Route, Engine.Protect(Route, document, Acme).Text, Acme).Text);
    }

    private static void AssertRefused(string template, string token) =>
        Assert.Equal(Reasons.StoredTokenInRequest, Engine.Protect(Route, string.Format(null, template, token), Acme).Reason);

    private static string Escape(string text, Func<char, bool> which) =>
        string.Concat(text.Select(c => which(c) ? $"\\u{(int)c:x4}" : c.ToString()));
}
