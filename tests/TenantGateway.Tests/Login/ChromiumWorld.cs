using Microsoft.Playwright;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Login;

/// <summary>A gateway where people log in, and Chromium to do it with.</summary>
public sealed class ChromiumWorld : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Why tests in a browser are skipped; null where they are not.</summary>
    internal static string? Missing => File.Exists(Executable) ? null : "chromium is not installed: tests/run --install";

    internal LoginWorld Login { get; } = new();

    public async Task InitializeAsync()
    {
        if (Missing is not null) return;
        await Login.InitializeAsync();
        _playwright = await Playwright.CreateAsync();
        // Everything it meets is on this machine, and its own sandbox needs rights that tests may not have.
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, Args = ["--no-sandbox", "--disable-gpu", "--no-proxy-server"] });
    }

    public async Task DisposeAsync()
    {
        if (Missing is not null) return;
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        await Login.DisposeAsync();
    }

    /// <summary>A window of somebody who was never here.</summary>
    internal async Task<IPage> OpenAsync()
    {
        var browser = _browser ?? throw new InvalidOperationException("Not started.");
        return await (await browser.NewContextAsync()).NewPageAsync();
    }

    /// <summary>Types password and code into the pages of the identity provider, which the window shows or is led to.</summary>
    internal async Task LogInAsync(IPage page, string user = LoginWorld.Admin, string? path = "/login")
    {
        if (path is not null) await page.GotoAsync(Login.At(path).AbsoluteUri);
        await page.FillAsync("input[name=user]", user);
        await page.FillAsync("input[name=password]", DemoAccounts.Password);
        await page.PressAsync("input[name=password]", "Enter");
        await page.WaitForSelectorAsync("input[name=code]");
        Login.Clock.Advance(TimeSpan.FromSeconds(31));
        await page.FillAsync("input[name=code]", await Login.CodeAsync(user));
        await page.PressAsync("input[name=code]", "Enter");
        // Arrived, and no more: whoever waits for what the page shows names it. Playwright's own wait has no end where the page is there before it begins.
        await Eventually.IsTrueAsync(() => new Uri(page.Url).Authority == Login.Start.Authority);
    }

    /// <summary>A page of another server of this machine: of the same site to a browser, and of another origin.</summary>
    internal Uri Serve(string markup)
    {
        Login.World.Service.Answer = (context, _) => RecordingService.WriteAsync(context, 200, "text/html", System.Text.Encoding.UTF8.GetBytes($"<!doctype html>{markup}"));
        return Login.World.Service.Address;
    }
}
