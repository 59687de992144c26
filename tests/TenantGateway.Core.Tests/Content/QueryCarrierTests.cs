using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tests.Protection;
using TenantGateway.Core.Tests.Tokens;

namespace TenantGateway.Core.Tests.Content;

public class QueryCarrierTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly RoutePlan Route = TestPolicy.Contacts(Core.Protection.Policies.TokenMode.Deterministic).Query("work[email]", "email").Query("job_title", "employment").Ingress();

    [Fact]
    public void CoveredValue_BecomesTheTokenThatIsStored()
    {
        var stored = Engine.Protect(Route, "{\"email\":\"jane+x@example.org\"}", Acme).Text;
        var token = stored["{\"email\":\"".Length..^2];

        foreach (var query in new[] { "email=jane%2Bx@example.org", "email=jane%2bx%40example.org", "%65mail=%6Aane%2Bx@example.org", "e%6Dail=jane%2Bx@example.or%67" })
        {
            var searched = Engine.Query(Route, $"page=2&{query}&sort=a+b%20c", Acme);
            Assert.Equal($"page=2&{query[..query.IndexOf('=', StringComparison.Ordinal)]}={token}&sort=a+b%20c", searched.Text);
        }
    }

    [Fact]
    public void Plus_IsASpace()
    {
        var stored = Engine.Protect(Route, "{\"name\":\"Jane Doe\"}", Acme).Text;
        var route = TestPolicy.Contacts(Core.Protection.Policies.TokenMode.Deterministic).Query("name", "name").Ingress();
        Assert.Equal(stored["{\"name\":\"".Length..^2], Engine.Query(route, "name=Jane+Doe", Acme).Text["name=".Length..]);
        Assert.Equal(stored["{\"name\":\"".Length..^2], Engine.Query(route, "name=Jane%20Doe", Acme).Text["name=".Length..]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&&")]
    [InlineData("page=1")]
    [InlineData("page")]
    [InlineData("=")]
    [InlineData("=x")]
    [InlineData("email")]
    [InlineData("email=")]
    [InlineData("page=1&page=2&Page=3")]
    [InlineData("email_verified=true&emails=1&xemail=2")]
    [InlineData("q=%E9")]
    [InlineData("q=a;b=c")]
    [InlineData("filter[page]=1&a.b=2&=&c;d")]
    public void WhatIsNotCovered_PassesVerbatim(string query) => Assert.Equal(query, Engine.Query(Route, query, Acme).Text);

    [Theory]
    [InlineData("email=a&email=b")]
    [InlineData("email=a&%65mail=b")]
    [InlineData("email=&email=b")]
    [InlineData("email&email=b")]
    public void CoveredTwice_IsRefused(string query) => AssertRefused(Reasons.DuplicateName, query);

    [Theory]
    [InlineData("Email=a")]
    [InlineData("%45mail=a")]
    [InlineData("email[]=a")]
    [InlineData("email%5B%5D=a")]
    [InlineData("EMAIL[0]=a")]
    [InlineData("email.value=a")]
    [InlineData("email%00=a")]
    [InlineData("email%00x=a")]
    [InlineData("email+=a")]
    [InlineData("+email=a")]
    [InlineData("%20email=a")]
    [InlineData("%09email%0a=a")]
    [InlineData("job.title=a")]
    [InlineData("job+title=a")]
    [InlineData("job[title=a")]
    [InlineData("work.email=a")]
    [InlineData("work_email=a")]
    [InlineData("Work[Email]=a")]
    [InlineData("work[email][]=a")]
    [InlineData("x=1;email=a")]
    [InlineData("x=1;%65mail=a")]
    [InlineData("x=1;Email=a")]
    [InlineData("x;email=a")]
    [InlineData(";email=a")]
    [InlineData("x=1;email")]
    [InlineData("x=1;y=2;email[]=a")]
    [InlineData("x=a%3Bb;email=a")]
    public void NameThatAnotherParserMightTakeForACoveredOne_IsRefused(string query) => AssertRefused(Reasons.AmbiguousName, query);

    [Theory]
    [InlineData("email=%")]
    [InlineData("email=%zz")]
    [InlineData("email=%FF")]
    [InlineData("email=%ED%A0%80")]
    [InlineData("x=%zz")]
    [InlineData("%zz=1")]
    [InlineData("%FF=1")]
    public void MalformedEscapes_AreRefused(string query) => AssertRefused(Reasons.MalformedRequest, query);

    [Fact]
    public void SemicolonInACoveredValue_BelongsToIt()
    {
        var searched = Engine.Query(Route, "email=a;email=b", Acme).Text;
        Assert.StartsWith("email=pn1.", searched, StringComparison.Ordinal);
        Assert.DoesNotContain(';', searched);
    }

    [Theory]
    [InlineData("email={0}")]
    [InlineData("q={0}")]
    [InlineData("q=a{0}b")]
    [InlineData("{0}=1")]
    [InlineData("{0}")]
    [InlineData("x={1}")]
    [InlineData("{1}=x")]
    [InlineData("a=1&{1}")]
    public void StoredTokenAnywhere_IsRefused(string query)
    {
        var token = Sealed.Token(Acme.Lookup, "jane@example.org");
        var encoded = string.Concat(token.Select(c => $"%{(int)c:X2}"));
        AssertRefused(Reasons.StoredTokenInRequest, string.Format(null, query, token, encoded));
    }

    [Theory]
    [InlineData("x=%zz{0}")]
    [InlineData("%zz{0}=x")]
    public void StoredTokenBehindAMalformedEscape_IsRefused(string query) =>
        AssertRefused(Reasons.MalformedRequest, string.Format(null, query, Sealed.Token(Acme.Lookup, "jane@example.org")));

    [Fact]
    public void Handle_SearchesWithoutTheRightToSearch()
    {
        var token = Engine.Query(Route, "email=jane@example.org", Acme).Text;
        var handle = System.Text.Encoding.ASCII.GetString(Sealed.HandleOf(Acme.Data, Acme.Analyst.Id, "jane@example.org"u8));

        Assert.Equal(token, Engine.Query(Route, $"email={handle}", Acme, Acme.Analyst).Text);
        Assert.Equal(token, Engine.Query(Route, $"email={handle.Replace(".", "%2e", StringComparison.Ordinal)}", Acme, Acme.Analyst).Text);
        Assert.Equal(Reasons.ClassSearchDenied, Engine.Query(Route, "email=jane@example.org", Acme, Acme.Analyst).Reason);
    }

    [Theory]
    [InlineData("q={0}")]
    [InlineData("{0}=q")]
    [InlineData("email=x{0}")]
    [InlineData("email={0}x")]
    [InlineData("job_title={0}")]
    public void MisplacedHandle_IsRefused(string query)
    {
        var handle = System.Text.Encoding.ASCII.GetString(Sealed.HandleOf(Acme.Data, Acme.Analyst.Id, "jane@example.org"u8));
        Assert.Equal(Reasons.InvalidHandle, Engine.Query(Route, string.Format(null, query, handle), Acme, Acme.Analyst).Reason);
    }

    [Fact]
    public void Mask_IsRefused() => AssertRefused(Reasons.MaskedValue, "email=j%E2%80%A2%E2%80%A2%E2%80%A2@e%E2%80%A2%E2%80%A2%E2%80%A2.org");

    private static void AssertRefused(Reason reason, string query) => Assert.Equal(reason, Engine.Query(Route, query, Acme).Reason);
}
