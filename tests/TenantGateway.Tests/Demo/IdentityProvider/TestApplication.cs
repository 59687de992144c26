using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TenantGateway.Demo.IdentityProvider;

namespace TenantGateway.Tests.Demo.IdentityProvider;

/// <summary>An application that people log in to, and that hears of logouts.</summary>
internal sealed class TestApplication : IAsyncDisposable
{
    public static readonly Uri RedirectUri = new("http://127.0.0.1:1/callback");
    public static readonly Uri PostLogoutRedirectUri = new("http://127.0.0.1:1/bye");

    private readonly WebApplication _listener;
    private readonly Uri _issuer;
    private readonly HttpClient _client;

    private TestApplication(WebApplication listener, DemoIdentityProvider provider)
    {
        (_listener, _issuer, _client) = (listener, provider.Issuer, LoopbackClient.Create(provider.Issuer));
        Registered = new DemoClient
        {
            Id = "test-application",
            Secret = "a secret of the test",
            RedirectUri = RedirectUri,
            PostLogoutRedirectUri = PostLogoutRedirectUri,
            BackChannelLogoutUri = new Uri(listener.Urls.Single() + "/backchannel"),
        };
    }

    public DemoClient Registered { get; }

    /// <summary>The logout tokens that came.</summary>
    public List<string> LogoutTokens { get; } = [];

    public string Verifier { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static async Task<TestApplication> StartAsync(DemoIdentityProvider provider)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var listener = builder.Build();
        TestApplication? application = null;
        listener.Run(async context =>
        {
            var form = await context.Request.ReadFormAsync();
            application?.LogoutTokens.Add(form["logout_token"].ToString());
        });
        await listener.StartAsync();
        application = new TestApplication(listener, provider);
        provider.Clients.Add(application.Registered);
        return application;
    }

    /// <summary>The address that a login begins at.</summary>
    public Uri Authorize(params (string Name, string? Value)[] more)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = Registered.Id,
            ["redirect_uri"] = RedirectUri.AbsoluteUri,
            ["response_type"] = "code",
            ["scope"] = "openid offline_access",
            ["state"] = "the state",
            ["nonce"] = "the nonce",
            ["audience"] = DemoAudiences.AdminPlane,
            ["organization"] = DemoAccounts.OperatorOrganization,
            ["acr_values"] = DemoClaims.MultiFactorContext,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in more) parameters[name] = value;
        return new Uri(_issuer, "connect/authorize" + QueryString.Create(parameters.Where(parameter => parameter.Value is not null)));
    }

    public Task<JsonElement> RedeemAsync(string? code, params (string Name, string? Value)[] more) => AskAsync(
        [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", RedirectUri.AbsoluteUri), ("code_verifier", Verifier), .. more]);

    public Task<JsonElement> RefreshAsync(string? token) => AskAsync([("grant_type", "refresh_token"), ("refresh_token", token)]);

    public static Dictionary<string, JsonElement> Claims(string? token, int part = 1) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Base64Url.DecodeFromChars((token ?? "").Split('.')[part])) ?? [];

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _listener.DisposeAsync();
    }

    private async Task<JsonElement> AskAsync(IEnumerable<(string Name, string? Value)> parameters)
    {
        var form = new Dictionary<string, string> { ["client_id"] = Registered.Id, ["client_secret"] = Registered.Secret };
        foreach (var (name, value) in parameters)
        {
            if (value is null) form.Remove(name);
            else form[name] = value;
        }

        using var content = new FormUrlEncodedContent(form);
        using var response = await _client.PostAsync("connect/token", content);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }
}
