using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TenantGateway.Demo.Checking;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Identity;
using TenantGateway.Tests.World;
using Answer = TenantGateway.Tests.World.Answer;

namespace TenantGateway.Tests.ForeignProvider;

/// <summary>
/// A gateway that trusts two issuers: the demo's identity provider, and npm's oidc-provider with the tenant <c>umbrella</c> and operators of its own. People of the admin plane log in at the latter.
/// </summary>
public sealed class ForeignWorld : IAsyncLifetime
{
    public const string Ada = "oidc|ada";
    public const string Root = "oidc|root";

    /// <summary>How somebody logs in that gives a second factor.</summary>
    public const string Strong = "pwd otp mfa";

    private const string Password = "correct horse";
    private const string App = "crm-app";
    private const string Admin = "gateway-admin";
    private const string Callback = "http://127.0.0.1:1/callback";

    private readonly TemporaryDirectory _files = new();
    private readonly string _secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
    private NpmProvider? _provider;
    private GatewayWorld? _world;

    internal NpmProvider Provider => _provider ?? throw new InvalidOperationException("Not started.");

    internal GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    /// <summary>What the provider signs with at first.</summary>
    internal TestKey Key { get; } = new("foreign-1");

    public async Task InitializeAsync()
    {
        if (NpmProvider.Missing is not null) return;
        _provider = await NpmProvider.StartAsync();
        await File.WriteAllTextAsync(SecretFile, _secret);
        _world = await GatewayWorld.StartAsync(Settings(), browserLogin: true);
        await SignWithAsync(Key);
        await CreateTenantAsync();
    }

    public async Task DisposeAsync()
    {
        if (_world is not null) await _world.DisposeAsync();
        if (_provider is not null) await _provider.DisposeAsync();
        Key.Dispose();
        _files.Dispose();
    }

    /// <summary>The provider publishes these keys and signs with the first.</summary>
    internal Task SignWithAsync(params TestKey[] keys) => Provider.SetUpAsync(keys.Select(key => key.ToPrivateJwk()), Clients(), DemoAudiences.DataPlane, DemoAudiences.AdminPlane);

    /// <summary>Logs in as an application's user: code and PKCE (RFC 7636), and an access token for the data plane (RFC 8707).</summary>
    internal async Task<ForeignTokens> LogInAsync(PlainBrowser browser, string account = Ada, string factors = Strong, string more = "")
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        browser.StopsBefore = address => address.Port == 1;
        var page = await browser.GoAsync(new Uri(
            Provider.Address, $"auth?client_id={App}&response_type=code&scope=openid&redirect_uri={Uri.EscapeDataString(Callback)}&code_challenge={challenge}&code_challenge_method=S256&state=s1&resource={DemoAudiences.DataPlane}{more}"));
        if (page.Address.Port != 1) page = await GiveAsync(browser, page, account, factors);
        Assert.Equal(("s1", Provider.Issuer), (page.Query("state"), page.Query("iss")));

        using var client = LoopbackClient.Create(Provider.Address);
        using var answer = await client.PostAsync("token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = App,
            ["code"] = page.Query("code") ?? throw new InvalidOperationException($"{page.Address}"),
            ["redirect_uri"] = Callback,
            ["code_verifier"] = verifier,
        }));
        var tokens = await answer.Content.ReadFromJsonAsync<JsonObject>() ?? throw new InvalidDataException("null");
        return new ForeignTokens($"{tokens["access_token"]}", $"{tokens["id_token"]}");
    }

    /// <summary>Fills in the provider's form.</summary>
    internal static Task<Page> GiveAsync(PlainBrowser browser, Page page, string account, string factors = Strong) =>
        browser.SubmitAsync(page, page.Address.AbsolutePath, ("account", account), ("password", Password), ("factors", factors));

    /// <summary>Signs out at the provider, which tells the applications.</summary>
    internal async Task LogOutAsync(PlainBrowser browser) => await ConfirmLogoutAsync(browser, await browser.GoAsync(new Uri(Provider.Address, "session/end")));

    internal static Task<Page> ConfirmLogoutAsync(PlainBrowser browser, Page page) => browser.SubmitAsync(page, "/session/end/confirm", ("logout", "yes"));

    internal async Task<Answer> SendAsync(string token, HttpMethod method, string path, string? json = null) =>
        await Answer.ReadAsync(await World.Client.SendAsync(LoopbackClient.Request(method, path, json).With("Authorization", $"Bearer {token}")));

    private string SecretFile => Path.Combine(_files.Path, "client-secret");

    private Dictionary<string, string?> Settings()
    {
        var issuer = Provider.Issuer;
        return new Dictionary<string, string?>
        {
            // Of both, so that what is too long for one is too long for the other.
            ["Gateway:Issuers:0:MaxLifetimeSeconds"] = "3600",
            ["Gateway:Issuers:1:MaxLifetimeSeconds"] = "3600",
            ["Gateway:Issuers:1:Issuer"] = issuer,
            ["Gateway:Issuers:1:DevelopmentOnly"] = "true",
            ["Gateway:Issuers:1:DataAudience"] = DemoAudiences.DataPlane,
            ["Gateway:Issuers:1:AdminAudience"] = DemoAudiences.AdminPlane,
            ["Gateway:Issuers:1:OperatorOrganization"] = "org_staff",
            ["Gateway:Issuers:1:LogoutAudiences:0"] = App,
            ["Gateway:Issuers:1:LogoutAudiences:1"] = Admin,
            // One whose documents are another's.
            ["Gateway:Issuers:2:Issuer"] = issuer + "/elsewhere",
            ["Gateway:Issuers:2:DevelopmentOnly"] = "true",
            ["Gateway:Issuers:2:MetadataAddress"] = issuer + "/.well-known/openid-configuration",
            ["Gateway:Issuers:2:DataAudience"] = DemoAudiences.DataPlane,
            ["Gateway:Login:Issuer"] = issuer,
            ["Gateway:Login:ClientId"] = Admin,
            ["Gateway:Login:ClientSecretFile"] = SecretFile,
            ["Gateway:Login:AudienceParameter"] = "resource",
            ["Gateway:Login:Scopes:0"] = "use",
        };
    }

    private IEnumerable<JsonObject> Clients()
    {
        var logout = new Uri(World.DataPlane, ".well-known/tenant-gateway/backchannel-logout").AbsoluteUri;
        yield return Client(App, Callback, logout, ("token_endpoint_auth_method", "none"));
        yield return Client(Admin, new Uri(World.AdminPlane, "login/callback").AbsoluteUri, logout,
            ("token_endpoint_auth_method", "client_secret_post"), ("client_secret", _secret), ("post_logout_redirect_uris", new JsonArray(World.AdminPlane.AbsoluteUri)));
    }

    private static JsonObject Client(string id, string callback, string logout, params (string Name, JsonNode Value)[] more)
    {
        var client = new JsonObject
        {
            ["client_id"] = id,
            ["redirect_uris"] = new JsonArray(callback),
            ["backchannel_logout_uri"] = logout,
            ["backchannel_logout_session_required"] = true,
        };
        foreach (var (name, value) in more) client[name] = value;
        return client;
    }

    private async Task CreateTenantAsync()
    {
        var definition = $$"""{"id":"umbrella","displayName":"Umbrella Ltd","organizations":[{"issuer":"{{Provider.Issuer}}","organizationId":"org_umbrella"}]}""";
        using var request = LoopbackClient.Request(HttpMethod.Post, "admin/tenants", definition)
            .With("Authorization", $"Bearer {await World.TokenAsync("admin@operator")}").With("X-Reason", "contract");
        var answer = await Answer.ReadAsync(await World.Admin.SendAsync(request));
        Assert.True(answer.Status == 201, answer.Text);
    }
}

/// <summary>What the provider gave for a code.</summary>
internal sealed record ForeignTokens(string Access, string Id)
{
    public JsonObject Header => Part(0);

    public JsonObject Payload => Part(1);

    private JsonObject Part(int index) => JsonNode.Parse(Base64Url.DecodeFromChars(Access.Split('.')[index]))?.AsObject() ?? throw new InvalidDataException("null");
}
