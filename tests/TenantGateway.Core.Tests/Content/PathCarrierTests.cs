using System.Text;
using CsCheck;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Protection;
using TenantGateway.Core.Tests.Tokens;

namespace TenantGateway.Core.Tests.Content;

public class PathCarrierTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly string Token = Sealed.Token(Acme.Lookup, "jane+x@example.org");

    private static readonly RoutePlan Route = TestPolicy.Contacts(TokenMode.Deterministic)
        .Path("/crm/contacts/{email}", "email").Path("/crm/contacts/by-phone/{phone}", "phone").Path("/teams/*/members/{email}", "email").Ingress();

    [Theory]
    [InlineData("/crm/contacts/jane+x@example.org", "/crm/contacts/{0}")]
    [InlineData("/crm/contacts/jane+x@example.org/", "/crm/contacts/{0}/")]
    [InlineData("/crm/contacts/jane+x@example.org/notes/7", "/crm/contacts/{0}/notes/7")]
    [InlineData("/CRM/Contacts/jane+x@example.org", "/CRM/Contacts/{0}")]
    [InlineData("/crm/contact\u017f/jane+x@example.org", "/crm/contact\u017f/{0}")]
    [InlineData("/crm/ contacts. /jane+x@example.org", "/crm/ contacts. /{0}")]
    [InlineData("/teams/a b/members/jane+x@example.org", "/teams/a b/members/{0}")]
    [InlineData("/teams//members/jane+x@example.org", "/teams//members/{0}")]
    public void Value_BecomesTheTokenThatIsStored(string path, string expected) => Assert.Equal(string.Format(null, expected, Token), Run(path).Text);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/crm")]
    [InlineData("/crm/contacts")]
    [InlineData("/crm/contacts/")]
    [InlineData("/crm/contacts/by-phone")]
    [InlineData("/crm/other/jane@example.org")]
    [InlineData("/x/crm/contacts/jane@example.org")]
    [InlineData("/teams/a/b/members/jane@example.org")]
    public void WhatNoTemplateCovers_PassesVerbatim(string path) => Assert.Equal(path, Run(path).Text);

    [Fact]
    public void SegmentThatAnotherTemplateSpells_IsNoValue()
    {
        var phone = Sealed.Token(Acme.Lookup, "+1 202", "phone");
        Assert.Equal($"/crm/contacts/by-phone/{phone}", Run("/crm/contacts/by-phone/+1 202").Text);
        Assert.Equal($"/crm/contacts/By-Phone/{phone}/x", Run("/crm/contacts/By-Phone/+1 202/x").Text);
    }

    [Fact]
    public void Handle_SearchesWithoutTheRightToSearch()
    {
        var handle = Encoding.ASCII.GetString(Sealed.HandleOf(Acme.Data, Acme.Analyst.Id, "jane+x@example.org"u8));
        Assert.Equal($"/crm/contacts/{Token}", Run($"/crm/contacts/{handle}", Acme.Analyst).Text);
        Assert.Equal(Reasons.ClassSearchDenied, Run("/crm/contacts/jane@example.org", Acme.Analyst).Reason);
        foreach (var misplaced in new[] { $"/crm/{handle}", $"/crm/contacts/x{handle}", $"/crm/contacts/{handle}/{handle}", $"/crm/contacts/by-phone/{handle}" })
            Assert.Equal(Reasons.InvalidHandle, Run(misplaced, Acme.Analyst).Reason);
    }

    [Theory]
    [InlineData("/crm/contacts/{0}")]
    [InlineData("/crm/x/{0}")]
    [InlineData("/crm/contacts/by-phone/{0}")]
    [InlineData("/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v/w/x/y/z/1/2/3/4/5/6/7/8/9/{0}")]
    public void StoredTokenAnywhere_IsRefused(string path) => Assert.Equal(Reasons.StoredTokenInRequest, Run(string.Format(null, path, Token)).Reason);

    [Fact]
    public void Mask_IsRefused() => Assert.Equal(Reasons.MaskedValue, Run("/crm/contacts/j\u2022\u2022\u2022@e\u2022\u2022\u2022.org").Reason);

    [Fact]
    public void InARotation_BothTokensAreAskedForWhereTheServiceTakesThem()
    {
        var during = TestTenant.AcmeInRotation;
        var route = TestPolicy.Contacts(TokenMode.Deterministic).Path("/c/{email}", "email", new TwoTokens(TwoTokensWay.List) { Separator = ':' }).Ingress();
        var (old, now) = (Sealed.Token(Acme.Lookup, "a@b.org"), Sealed.Token(Acme.NextLookup, "a@b.org"));
        Assert.Equal($"/c/{now}:{old}/x", Engine.Run(route, route.Values.Path!, "/c/a@b.org/x", during).Text);
        Assert.Equal(Reasons.SearchNotReady, Engine.Run(Route, Route.Values.Path!, "/crm/contacts/a@b.org", during).Reason);
    }

    // Whatever it is, there is an outcome, and where a template covers a segment nothing of the value is left in it.
    [Fact]
    public void AnyPath_IsRefusedOrKeepsNoValue() =>
        Gen.OneOf("/", "/", "/", "crm", "CRM", "contacts", "S3CRET", "by-phone", " ", ".", "teams", "members", "hn1.", "pn1.", "\u2022", "\u00e9", Token).Array[0, 14].Sample(
            parts =>
            {
                var path = "/" + string.Concat(parts);
                var outcome = Run(path);
                if (outcome.Reason is not null) return;
                var (sent, kept) = (path.Split('/'), outcome.Text.Split('/'));
                Assert.Equal(sent.Length, kept.Length);
                if (sent.Length > 3 && Is(sent[1], "crm") && Is(sent[2], "contacts") && !Is(sent[3], "by-phone")) AssertSealed(sent[3], kept[3], "email");
                if (sent.Length > 4 && Is(sent[1], "crm") && Is(sent[2], "contacts") && Is(sent[3], "by-phone")) AssertSealed(sent[4], kept[4], "phone");
            },
            iter: 20_000);

    private static bool Is(string segment, string literal) => segment.Trim(' ', '.').Equals(literal, StringComparison.OrdinalIgnoreCase);

    private static void AssertSealed(string value, string kept, string fieldClass)
    {
        if (value.Length == 0) Assert.Empty(kept);
        else Assert.Equal(value, Encoding.UTF8.GetString(Sealed.OpenToken(Acme.Lookup, Encoding.ASCII.GetBytes(kept), fieldClass) ?? throw new InvalidDataException($"{kept} is no token.")));
    }

    private static Engine.Outcome Run(string path, Actor? actor = null) => Engine.Run(Route, Route.Values.Path!, path, Acme, actor);
}
