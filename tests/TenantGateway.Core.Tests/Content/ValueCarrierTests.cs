using System.Text;
using CsCheck;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Protection;
using TenantGateway.Core.Tests.Tokens;

namespace TenantGateway.Core.Tests.Content;

public class ValueCarrierTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;

    private static readonly RoutePlan Route = TestPolicy.Contacts(TokenMode.Deterministic)
        .Header("X-Mail", "email", TokenMode.Deterministic)
        .Header("X-Name", "name", TokenMode.Deterministic, encoding: ValueEncoding.Percent)
        .Header("X-Find", "email", TokenMode.Deterministic, ValueUse.Search, twoTokens: new TwoTokens(TwoTokensWay.List))
        .Header("X-Note", "employment")
        .Cookie("mail", "email", TokenMode.Deterministic)
        .Cookie("name", "name", TokenMode.Deterministic, ValueEncoding.Percent).Ingress();

    private static readonly UnitPlan[] Plans = [.. Route.Values.Headers.Concat(Route.Values.Cookies).Select(value => value.Plan)];
    private static UnitPlan Plain => Plans[0];
    private static UnitPlan Percent => Plans[1];
    private static UnitPlan Find => Plans[2];
    private static UnitPlan PlainCookie => Plans[4];
    private static UnitPlan PercentCookie => Plans[5];

    [Fact]
    public void Value_BecomesTheTokenThatIsStored()
    {
        Assert.Equal(Sealed.Token(Acme.Lookup, "jane+x@example.org"), Run(Plain, "jane+x@example.org").Text);
        Assert.Equal(Sealed.Token(Acme.Lookup, "100% Jane Doe"), Run(Plain, "100% Jane Doe").Text);
        foreach (var written in new[] { "Jos%C3%A9%2C%20d", "%4Aos%c3%a9%2c d" }) Assert.Equal(Sealed.Token(Acme.Lookup, "Jos\u00e9, d", "name"), Run(Percent, written).Text);
        Assert.Equal(Sealed.Token(Acme.Lookup, "jane@example.org"), Run(PlainCookie, "jane@example.org").Text);
        Assert.Equal(Sealed.Token(Acme.Lookup, "a+b;\u4e2d", "name"), Run(PercentCookie, "a%2Bb%3B%E4%B8%AD").Text);
    }

    [Fact]
    public void RandomisedValue_ComesBackAsItWas()
    {
        var (one, other) = (Run(Plans[3], "Acme Ltd").Text, Run(Plans[3], "Acme Ltd").Text);
        Assert.NotEqual(one, other);
        Assert.Equal("Acme Ltd", Encoding.UTF8.GetString(Sealed.OpenToken(Acme.Data, Encoding.ASCII.GetBytes(one), "employment")!));
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("a@b.org, c@d.org")]
    [InlineData("a;q=1")]
    [InlineData("\"a\"")]
    [InlineData("a\\b")]
    [InlineData("a\tb")]
    [InlineData("a%40b")]
    [InlineData("%41")]
    [InlineData("jos\u00e9")]
    [InlineData("a\u2022")]
    public void PlainValueOfTwoReadings_IsRefused(string value)
    {
        Assert.Equal(Reasons.AmbiguousHeader, Run(Plain, value).Reason);
        Assert.Equal(Reasons.AmbiguousCookie, Run(PlainCookie, value).Reason);
    }

    [Theory]
    [InlineData("a+b")]
    [InlineData("a%2541b")]
    [InlineData("%25%34%31")]
    [InlineData("a%")]
    [InlineData("a%zz")]
    [InlineData("%FF")]
    [InlineData("%C0%AF")]
    [InlineData("%00")]
    [InlineData("a%0D%0Ab")]
    [InlineData("a%7F")]
    [InlineData("a,b")]
    [InlineData("jos\u00e9")]
    public void EncodedValueOfTwoReadings_IsRefused(string value)
    {
        Assert.Equal(Reasons.AmbiguousHeader, Run(Percent, value).Reason);
        Assert.Equal(Reasons.AmbiguousCookie, Run(PercentCookie, value).Reason);
    }

    [Fact]
    public void Cookie_HoldsNoBlank() => Assert.Equal(Reasons.AmbiguousCookie, Run(PlainCookie, "Jane Doe").Reason);

    [Fact]
    public void EmptyValue_HoldsNothing() => Assert.Equal("", Run(Plain, "").Text);

    [Fact]
    public void WhatCallersMayNotSend_IsRefused()
    {
        var token = Sealed.Token(Acme.Lookup, "jane@example.org");
        foreach (var plan in Plans)
        {
            Assert.Equal(Reasons.StoredTokenInRequest, Run(plan, token).Reason);
            Assert.Equal(Reasons.StoredTokenInRequest, Run(plan, $"x{token}").Reason);
            Assert.Equal(plan == Find ? Reasons.ClassSearchDenied : Reasons.ClassWriteDenied, Run(plan, "jane@example.org", Acme.Analyst).Reason);
        }

        Assert.Equal(Reasons.StoredTokenInRequest, Run(Percent, token.Replace(".", "%2E", StringComparison.Ordinal)).Reason);
        Assert.Equal(Reasons.MaskedValue, Run(Percent, "J%E2%80%A2%E2%80%A2%E2%80%A2").Reason);
    }

    [Fact]
    public void Handle_IsTakenBackWithoutARight()
    {
        var handle = Encoding.ASCII.GetString(Sealed.HandleOf(Acme.Data, Acme.Analyst.Id, "jane@example.org"u8));
        foreach (var plan in new[] { Plain, Find, PlainCookie }) Assert.Equal(Sealed.Token(Acme.Lookup, "jane@example.org"), Run(plan, handle, Acme.Analyst).Text);
        Assert.Equal(Reasons.InvalidHandle, Run(Percent, handle, Acme.Analyst).Reason);
        Assert.Equal(Reasons.InvalidHandle, Run(Plain, $"{handle}x", Acme.Analyst).Reason);
        Assert.Equal(Reasons.InvalidHandle, Run(Plain, handle, Acme.Agent).Reason);
    }

    [Fact]
    public void InARotation_ASearchAsksForBothTokens_AndAWriteForTheNewOne()
    {
        var (old, now) = (Sealed.Token(Acme.Lookup, "a@b.org"), Sealed.Token(Acme.NextLookup, "a@b.org"));
        Assert.Equal($"{now},{old}", Engine.Run(Route, Find, "a@b.org", TestTenant.AcmeInRotation).Text);
        Assert.Equal(now, Engine.Run(Route, Plain, "a@b.org", TestTenant.AcmeInRotation).Text);
    }

    [Fact]
    public void AnyValue_IsRefusedOrNothingOfItIsLeft() =>
        Gen.Select(Gen.OneOf("S3CRET", "%", "%53", "+", ",", ";", "\"", " ", "%C3%A9", "\u00e9", "hn1.", "pn1.", "\u2022", "=", "\0", "\r\n", "%0A").Array[0, 6], Gen.Int[0, Plans.Length - 1]).Sample(
            (parts, plan) =>
            {
                var value = string.Concat(parts);
                var outcome = Run(Plans[plan], value);
                if (outcome.Reason is not null) return;
                if (value.Length == 0) Assert.Empty(outcome.Text);
                else
                {
                    var key = plan == 3 ? Acme.Data : Acme.Lookup;
                    var expected = Plans[plan] == Percent || Plans[plan] == PercentCookie ? Uri.UnescapeDataString(value) : value;
                    Assert.Equal(expected, Encoding.UTF8.GetString(Sealed.OpenToken(key, Encoding.ASCII.GetBytes(outcome.Text)) ?? throw new InvalidDataException(outcome.Text)));
                }
            },
            iter: 20_000);

    [Theory]
    [InlineData("mail=a", "a")]
    [InlineData("x=1; mail=a; y=2", "a")]
    [InlineData("x=1;mail=a", "a")]
    [InlineData("x=1;  mail=a=b ;y", "a=b")]
    [InlineData("mail=", "")]
    [InlineData("", null)]
    [InlineData("x=mail", null)]
    [InlineData("xmail=a; mails=b; %6Dail=c", null)]
    [InlineData("x=\"; mail=a\"", "a\"")]
    public void Cookie_IsFoundByItsName(string line, string? expected)
    {
        Assert.True(CookieLine.TryFind(line, "mail", out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("mail=a; mail=b")]
    [InlineData("mail=a; mail=a")]
    [InlineData("mail=; mail=b")]
    [InlineData("mail=a; Mail=b")]
    [InlineData("MAIL=a")]
    [InlineData("mail =a")]
    [InlineData("mail")]
    [InlineData("x; mail")]
    [InlineData("mail=a;mail")]
    public void CookieOfTwoReadings_IsNotFound(string line) => Assert.False(CookieLine.TryFind(line, "mail", out _));

    private static Engine.Outcome Run(UnitPlan plan, string value, Actor? actor = null) => Engine.Run(Route, plan, value, Acme, actor);
}
