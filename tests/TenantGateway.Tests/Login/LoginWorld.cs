using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Sessions;
using TenantGateway.Demo.Checking;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Storage.Stores;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Login;

/// <summary>A gateway where people log in at a browser, with its clock in the test's hand.</summary>
public sealed partial class LoginWorld : IAsyncLifetime
{
    public const string Admin = "admin@operator";
    public const string Approver = "approver@operator";
    public const string SessionCookie = "__Host-tgw-session";

    private GatewayWorld? _world;

    internal GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    /// <summary>The store of sessions.</summary>
    internal FaultyLoginSessions Sessions => World.Gateway.Services.GetRequiredService<FaultyLoginSessions>();

    internal ShiftedTime Clock { get; } = new();

    internal Uri Start => World.AdminPlane;

    public async Task InitializeAsync() => _world = await GatewayWorld.StartAsync(
        new Dictionary<string, string?> { ["Gateway:Login:LifetimeSeconds"] = "3600" },
        services: services => services
            .AddSingleton(provider => new FaultyLoginSessions(ActivatorUtilities.CreateInstance<LoginSessionStore>(provider)))
            .AddSingleton<ILoginSessionStore>(provider => provider.GetRequiredService<FaultyLoginSessions>()),
        time: Clock,
        browserLogin: true);

    public async Task DisposeAsync() => await World.DisposeAsync();

    /// <summary>Logs in from the start page, or from wherever the browser is asked to.</summary>
    internal async Task<Page> LogInAsync(PlainBrowser browser, string user = Admin, string path = "/login") =>
        await GiveCodeAsync(browser, await GivePasswordAsync(browser, await browser.GoAsync(At(path)), user), user);

    internal static Task<Page> GivePasswordAsync(PlainBrowser browser, Page page, string user) =>
        browser.SubmitAsync(page, LoginEndpoints.PasswordPath, ("user", user), ("password", DemoAccounts.Password));

    /// <summary>Gives the next code: each counts once.</summary>
    internal async Task<Page> GiveCodeAsync(PlainBrowser browser, Page page, string user)
    {
        Clock.Advance(TimeSpan.FromSeconds(31));
        return await browser.SubmitAsync(page, LoginEndpoints.CodePath, ("code", await CodeAsync(user)));
    }

    internal async Task<string> CodeAsync(string user)
    {
        using var client = LoopbackClient.Create(World.Issuer);
        return await client.GetStringAsync($"demo/totp?user={user}");
    }

    internal Uri At(string path) => new(World.AdminPlane, path);

    /// <summary>The token of the forms of a page.</summary>
    internal static string AntiForgeryOf(Page page) => AntiForgery().Match(page.Body).Groups["value"].Value;

    /// <summary>Requests an operation over the API.</summary>
    internal async Task<(string Id, string Hash)> RequestOperationAsync(string user = Admin, string tenant = "globex")
    {
        using var request = LoopbackClient.Request(HttpMethod.Post, "admin/operations", $$"""{"kind":"tenant.terminate","tenant":"{{tenant}}"}""")
            .With("Authorization", $"Bearer {await World.TokenAsync(user)}").With("X-Reason", "contract");
        var answer = await Answer.ReadAsync(await World.Admin.SendAsync(request));
        Assert.True(answer.Status == 201, answer.Text);
        return ($"{answer.Json["id"]}", $"{answer.Json["hash"]}");
    }

    [GeneratedRegex("""name="anti-forgery" value="(?<value>[^"]+)">""")]
    private static partial Regex AntiForgery();
}
