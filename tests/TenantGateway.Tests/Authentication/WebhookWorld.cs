using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Demo.Gateways;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Authentication;

/// <summary>
/// Two gateways on one database with routes for senders without a token: <c>hooks/payments</c> takes Standard Webhooks of acme and globex, <c>hooks/events</c> a signature with a time and
/// <c>hooks/pushes</c> one over the body alone, both of acme, and <c>intake</c> takes anybody.
/// </summary>
public sealed class WebhookWorld : IAsyncLifetime
{
    public const string AcmeSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public const string GlobexSecret = "whsec_Z2xvYmV4LXNlY3JldC1nbG9iZXgtc2VjcmV0";
    public const string EventsSecret = "whsec_events-of-acme-as-they-are-written";
    public const string PushesSecret = "It's a Secret to Everybody";

    private const string Fields =
        """
        "fields": [ { "select": "$.email", "class": "email", "protection": "searchable" }, { "select": "$.name", "class": "name" }, { "select": "$.phone", "class": "phone" } ],
        "access": { "write": [ { "classes": ["email", "name"] } ] }
        """;

    private readonly TemporaryDirectory _secrets = new();
    private GatewayWorld? _world;
    private DemoGateway? _other;
    private HttpClient? _otherClient;

    internal GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    internal HttpClient Other => _otherClient ?? throw new InvalidOperationException("Not started.");

    internal static IReadOnlyDictionary<string, string> Policies => new Dictionary<string, string>
    {
        ["payments.json"] = $$"""{ "name": "payments", "callers": "signature", "maxBodyBytes": 2048, "signature": { "webhook": "payments", "scheme": "standard" }, {{Fields}} }""",
        ["events.json"] = $$"""{ "name": "events", "callers": "signature", "maxBodyBytes": 2048, "signature": { "webhook": "events", "scheme": "timestamped", "header": "Stripe-Signature" }, {{Fields}} }""",
        ["pushes.json"] = $$"""{ "name": "pushes", "callers": "signature", "maxBodyBytes": 2048, "signature": { "webhook": "pushes", "scheme": "body", "header": "X-Hub-Signature-256", "rememberDays": 30 }, {{Fields}} }""",
        ["intake.json"] = $$"""{ "name": "intake", "callers": "anonymous", "maxBodyBytes": 1024, {{Fields}}, "opaque": [ { "type": "image/png", "direction": "response" } ] }""",
    };

    public async Task InitializeAsync()
    {
        var settings = Settings(_secrets.Path);
        _world = await GatewayWorld.StartAsync(settings, policies: Policies);
        var anyPort = new Uri("http://127.0.0.1:0");
        _other = await DemoGateway.StartAsync(
            new DemoGatewayOptions { DataPlane = anyPort, AdminPlane = anyPort, Issuer = World.Issuer, Crm = World.Service.Address, DataDirectory = World.StateDirectory, Overrides = settings },
            CancellationToken.None);
        _otherClient = LoopbackClient.Create(new Uri(_other.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.First() ?? ""));
    }

    public async Task DisposeAsync()
    {
        _otherClient?.Dispose();
        if (_other is not null) await _other.DisposeAsync();
        await World.DisposeAsync();
        _secrets.Dispose();
    }

    internal static Dictionary<string, string?> Settings(string folder)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Gateway:Webhooks:payments:Route"] = "payments",
            ["Gateway:Webhooks:payments:Secrets:acme"] = Write(folder, "acme", AcmeSecret),
            ["Gateway:Webhooks:payments:Secrets:globex"] = Write(folder, "globex", GlobexSecret),
            ["Gateway:Webhooks:events:Route"] = "events",
            ["Gateway:Webhooks:events:Secrets:acme"] = Write(folder, "events", EventsSecret),
            ["Gateway:Webhooks:pushes:Route"] = "pushes",
            ["Gateway:Webhooks:pushes:Secrets:acme"] = Write(folder, "pushes", PushesSecret),
        };
        foreach (var (route, path, method) in (ReadOnlySpan<(string, string, string)>)[("payments", "/hooks/payments", "POST"), ("events", "/hooks/events", "POST"), ("pushes", "/hooks/pushes", "POST"), ("intake", "/intake/{**rest}", "POST")])
        {
            settings[$"ReverseProxy:Routes:{route}:ClusterId"] = "crm";
            settings[$"ReverseProxy:Routes:{route}:Match:Path"] = path;
            settings[$"ReverseProxy:Routes:{route}:Match:Methods:0"] = method;
            settings[$"ReverseProxy:Routes:{route}:Metadata:Policy"] = route;
        }

        settings["ReverseProxy:Routes:intake:Match:Methods:1"] = "GET";
        return settings;
    }

    /// <summary>Writes a file of secrets that nobody else may read.</summary>
    internal static string Write(string folder, string name, params string[] secrets)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, string.Join('\n', secrets) + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    internal void Rotate(params string[] secrets)
    {
        Write(_secrets.Path, "acme", secrets);
        foreach (var services in new[] { World.Gateway.Services, _other?.Services }) services?.GetRequiredService<TenantGateway.Authentication.Webhooks.WebhookSecrets>().Refresh();
    }

    /// <summary>Asks as somebody who has no token, unless one is given.</summary>
    internal async Task<Answer> AskAsync(HttpMethod method, string path, string? json = null, string host = "acme.localhost", string? authorization = null)
    {
        using var request = LoopbackClient.Request(method, path, json);
        request.Headers.Host = host;
        if (authorization is not null) request.With("Authorization", authorization);
        return await Answer.ReadAsync(await World.Client.SendAsync(request));
    }

    internal async Task<Answer> SendAsync(WebhookMessage message, HttpClient? client = null)
    {
        using var request = message.ToRequest();
        return await Answer.ReadAsync(await (client ?? World.Client).SendAsync(request));
    }
}

/// <summary>A message as a sender of Standard Webhooks signs it, and what is done to it afterwards.</summary>
internal sealed record WebhookMessage
{
    private static int _numbers;

    public string Path { get; init; } = "hooks/payments";

    public string Host { get; init; } = "acme.localhost";

    public string Id { get; init; } = $"msg_{Interlocked.Increment(ref _numbers)}";

    public string Time { get; init; } = Seconds(0);

    public string Body { get; init; } = """{"email":"ada@example.org","name":"Ada","amount":12}""";

    public string Secret { get; init; } = WebhookWorld.AcmeSecret;

    /// <summary>Of the message as it stands now.</summary>
    public string Signature => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{Id}.{Time}.{Body}")));

    public Action<HttpRequestMessage> Change { get; init; } = _ => { };

    public static string Seconds(int fromNow) => TimeProvider.System.GetUtcNow().AddSeconds(fromNow).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Signed, and then changed.</summary>
    public HttpRequestMessage ToRequest()
    {
        var request = LoopbackClient.Request(HttpMethod.Post, Path, Body).With("webhook-id", Id).With("webhook-timestamp", Time).With("webhook-signature", Signature);
        request.Headers.Host = Host;
        Change(request);
        return request;
    }

    internal static void Replace(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.With(name, value);
    }
}
