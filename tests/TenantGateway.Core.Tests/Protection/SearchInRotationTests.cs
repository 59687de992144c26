using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Tokens;

namespace TenantGateway.Core.Tests.Protection;

/// <summary>One value has a token under each of two lookup generations.</summary>
public class SearchInRotationTests
{
    private static readonly TestTenant Before = TestTenant.Acme;
    private static readonly TestTenant During = TestTenant.AcmeInRotation;
    private static readonly FanOutRule Items = new(TestPolicy.SelectorOf("items"), TestPolicy.SelectorOf("id"), [TestPolicy.SelectorOf("count")], ["stage"]);
    private static readonly string Old = Sealed.Token(Before.Lookup, "jane@example.org");
    private static readonly string New = Sealed.Token(Before.NextLookup, "jane@example.org");

    public static TheoryData<string, string> Ways => new()
    {
        { "repeat", $"a=1&e%6Dail={New}&e%6Dail={Old}&b=2" },
        { ",", $"a=1&e%6Dail={New},{Old}&b=2" },
        { ";", $"a=1&e%6Dail={New}%3B{Old}&b=2" },
        { "|", $"a=1&e%6Dail={New}%7C{Old}&b=2" },
        { " ", $"a=1&e%6Dail={New}%20{Old}&b=2" },
        { ":", $"a=1&e%6Dail={New}:{Old}&b=2" },
        { "fan-out", $"a=1&e%6Dail={Old}&b=2" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Value_IsSearchedByBothTokens(string way, string expected)
    {
        var searched = Engine.Query(RouteOf(way), "a=1&e%6Dail=jane%40example.org&b=2", During);

        Assert.Equal(expected, searched.Text);
        if (way == "fan-out") Assert.Equal([$"e%6Dail={Old}", $"e%6Dail={New}"], searched.FanOut?.Pairs.ToArray() ?? []);
        else Assert.Null(searched.FanOut);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Handle_IsSearchedByBothTokens(string way, string expected)
    {
        var handle = Encoding.ASCII.GetString(Sealed.HandleOf(During.Data, During.Analyst.Id, "jane@example.org"u8));
        Assert.Equal(expected, Engine.Query(RouteOf(way), $"a=1&e%6Dail={handle}&b=2", During, During.Analyst).Text);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void WithoutARotation_OneTokenIsEnough(string way, string duringRotation)
    {
        var searched = Engine.Query(RouteOf(way), "a=1&e%6Dail=jane%40example.org&b=2", Before);
        Assert.Equal($"a=1&e%6Dail={Old}&b=2", searched.Text);
        Assert.Null(searched.FanOut);
        Assert.Contains(Old, duringRotation, StringComparison.Ordinal);
    }

    [Fact]
    public void UndeclaredParameter_IsSearchedOutsideOfARotationOnly()
    {
        var route = TestPolicy.Contacts(TokenMode.Deterministic).Ingress();
        Assert.Equal($"email={Old}", Engine.Query(route, "email=jane@example.org", Before).Text);
        var refused = Engine.Query(route, "email=jane@example.org", During);
        Assert.Equal((Reasons.SearchNotReady, "?email"), (refused.Reason, refused.Location));
        Assert.Equal("email=&x=1", Engine.Query(route, "email=&x=1", During).Text);
    }

    [Fact]
    public void RightToSearch_IsAskedForAsEver() =>
        Assert.Equal(Reasons.ClassSearchDenied, Engine.Query(RouteOf("repeat"), "email=jane@example.org", During, During.Analyst).Reason);

    [Fact]
    public void WhatIsWritten_HoldsTheNewTokenOnly() =>
        Assert.Equal($$"""{"email":"{{New}}"}""", Engine.Protect(RouteOf("repeat"), """{"email":"jane@example.org"}""", During).Text);

    [Fact]
    public void BothTokens_AreRevealed()
    {
        var revealed = Engine.Reveal(RouteOf("repeat"), $$"""[{"email":"{{Old}}"},{"email":"{{New}}"}]""", During);
        Assert.Equal("""[{"email":"jane@example.org"},{"email":"jane@example.org"}]""", revealed.Text);
    }

    [Fact]
    public void BothTokens_GiveOneHandle()
    {
        var parts = Engine.Reveal(RouteOf("repeat"), $"""["{Old}","{New}"]""", During, During.Analyst).Text.Split('"');
        Assert.StartsWith("hn1.", parts[1], StringComparison.Ordinal);
        Assert.Equal(parts[1], parts[3]);
    }

    [Fact]
    public void FurtherAddress_DiffersInTheTokenOnly()
    {
        var search = Engine.Query(RouteOf("fan-out"), "stage=new&email=jane@example.org", During).FanOut!;

        Assert.Equal($"http://crm/x?stage=new&email={New}&added=1", search.WithPair($"http://crm/x?stage=new&email={Old}&added=1", 1));
        Assert.Null(search.WithPair("http://crm/x?stage=new", 1));
        Assert.Null(search.WithPair($"http://crm/x?email={Old}&email={Old}", 1));
        Assert.Null(search.WithPair($"http://crm/x?xemail={Old}", 1));
    }

    [Theory]
    [InlineData("email=x", true)]
    [InlineData("email=x&stage=new&&stage=old", true)]
    [InlineData("st%61ge=new&email=x", true)]
    [InlineData("email=x&page=2", false)]
    [InlineData("email=x&limit", false)]
    [InlineData("email=x&Stage=new", false)]
    [InlineData("email=x&stage[]=new", false)]
    [InlineData("email=x&=1", false)]
    public void OnlyDeclaredFilters_StandBesideAFannedOutSearch(string query, bool taken) =>
        Assert.Equal(taken, Engine.Query(RouteOf("fan-out"), "email=jane@example.org", During).FanOut!.Takes(query));

    private static Core.Protection.RoutePlan RouteOf(string way) => TestPolicy.Contacts(TokenMode.Deterministic, way switch
    {
        "repeat" => new TwoTokens(TwoTokensWay.Repeat),
        "fan-out" => new TwoTokens(TwoTokensWay.FanOut) { FanOut = Items },
        _ => new TwoTokens(TwoTokensWay.List) { Separator = way[0] },
    }).Ingress();
}
