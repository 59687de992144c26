using Microsoft.Playwright;

namespace TenantGateway.Tests.Login;

/// <summary>What a real browser makes of cookies, redirects and policies.</summary>
public sealed class ChromiumTests(ChromiumWorld fixture) : IClassFixture<ChromiumWorld>
{
    [ChromiumFact]
    public async Task Person_LogsInWithASecondFactor_AndOut()
    {
        var page = await fixture.OpenAsync();
        await page.GotoAsync(fixture.Login.Start.AbsoluteUri);
        await page.ClickAsync("a.button");
        await fixture.LogInAsync(page, path: null);

        await page.WaitForSelectorAsync("#person");
        Assert.Equal(fixture.Login.Start.AbsoluteUri, page.Url);
        var cookie = Assert.Single(await page.Context.CookiesAsync(), cookie => cookie.Name == LoginWorld.SessionCookie);
        Assert.Equal((true, true, SameSiteAttribute.Lax, -1f, "/"), (cookie.HttpOnly, cookie.Secure, cookie.SameSite, cookie.Expires, cookie.Path));
        Assert.Equal("", await page.EvaluateAsync<string>("document.cookie"));

        await page.ClickAsync("header button");

        await page.WaitForSelectorAsync("a.button");
        Assert.DoesNotContain(await page.Context.CookiesAsync(), cookie => cookie.Name == LoginWorld.SessionCookie);
        await page.GotoAsync(fixture.Login.At("/login").AbsoluteUri);
        await page.WaitForSelectorAsync("input[name=password]");
    }

    /// <summary>Its cookie goes along: a neighbour on this machine is of the same site.</summary>
    [ChromiumFact]
    public async Task FormOfANeighbour_ChangesNothing()
    {
        var page = await fixture.OpenAsync();
        await fixture.LogInAsync(page);

        await page.GotoAsync(fixture.Serve($"""<form method="post" action="{fixture.Login.At("/logout/everywhere")}"><button>Win a prize</button></form>""").AbsoluteUri);
        await page.ClickAsync("button");

        await page.WaitForSelectorAsync("text=foreign_origin");
        await AssertLoggedInAsync(page);
    }

    [ChromiumFact]
    public async Task FormOfAnotherSite_HasNoSession()
    {
        var page = await fixture.OpenAsync();
        await fixture.LogInAsync(page);
        var elsewhere = new UriBuilder(fixture.Serve($"""<form method="post" action="{fixture.Login.At("/logout/everywhere")}"><button>Win a prize</button></form>""")) { Host = "localhost" };

        await page.GotoAsync(elsewhere.Uri.AbsoluteUri);
        await page.ClickAsync("button");

        await page.WaitForSelectorAsync("text=missing_token");
        await AssertLoggedInAsync(page);
    }

    [ChromiumFact]
    public async Task FrameOfANeighbour_ShowsNothing()
    {
        var page = await fixture.OpenAsync();
        await fixture.LogInAsync(page);

        await page.GotoAsync(fixture.Serve($"""<iframe src="{fixture.Login.Start}"></iframe>""").AbsoluteUri);

        foreach (var frame in page.Frames.Skip(1)) Assert.DoesNotContain("id=\"person\"", await frame.ContentAsync(), StringComparison.Ordinal);
        await AssertLoggedInAsync(page);
    }

    [ChromiumFact]
    public async Task OldLogin_IsAskedForAgain_AndThePersonDecides()
    {
        var (id, _) = await fixture.Login.RequestOperationAsync();
        var page = await fixture.OpenAsync();
        await fixture.LogInAsync(page, LoginWorld.Approver, $"/operations/{id}");
        fixture.Login.Clock.Advance(TimeSpan.FromMinutes(6));

        await page.FillAsync("form[action$='/approve'] input[name=reason]", "checked");
        await page.ClickAsync("form[action$='/approve'] button");
        await fixture.LogInAsync(page, LoginWorld.Approver, path: null);

        await page.WaitForSelectorAsync(".state.requested");
        await page.FillAsync("form[action$='/deny'] input[name=reason]", "not now");
        await page.ClickAsync("form[action$='/deny'] button");
        await page.WaitForSelectorAsync(".state.denied");
    }

    [ChromiumFact]
    public async Task SessionThatIsNotUsed_AsksForThePasswordAgain()
    {
        var page = await fixture.OpenAsync();
        await fixture.LogInAsync(page);
        fixture.Login.Clock.Advance(TimeSpan.FromMinutes(31));

        await page.ReloadAsync();

        await page.WaitForSelectorAsync("input[name=password]");
    }

    private async Task AssertLoggedInAsync(IPage page)
    {
        await page.GotoAsync(fixture.Login.Start.AbsoluteUri);
        await page.WaitForSelectorAsync("#person");
    }
}
