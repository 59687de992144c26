using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Demo.Gateways;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Identity;
using TenantGateway.Tests.World;
using Answer = TenantGateway.Tests.World.Answer;

namespace TenantGateway.Tests.Authentication;

/// <summary>A gateway with one registered service, a route for services, one for both and the demo's for people.</summary>
public sealed class ServiceWorld : IAsyncLifetime
{
    /// <summary>The gateway as an issuer.</summary>
    internal const string OwnName = "urn:tenantgateway:services";

    private const string Rules =
        """
        "fields": [ { "select": "$.email", "class": "email" }, { "select": "$.name", "class": "name" } ],
        "access": {
          "reveal": [
            { "classes": ["email"], "services": ["billing"], "alsoScopes": ["invoices.read"], "form": "clear" },
            { "classes": ["email", "name"], "roles": ["contacts.agent"], "scopes": ["invoices.read"], "form": "clear" }
          ],
          "write": [ { "classes": ["email", "name"], "roles": ["contacts.agent"] }, { "classes": ["email"], "services": ["billing"] } ]
        }
        """;

    private GatewayWorld? _world;
    private TestIssuer? _issuer;
    private DemoGateway? _other;
    private HttpClient? _otherClient;

    internal GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    internal TestIssuer Issuer => _issuer ?? throw new InvalidOperationException("Not started.");

    /// <summary>Calls a second gateway on the same database.</summary>
    internal HttpClient Other => _otherClient ?? throw new InvalidOperationException("Not started.");

    internal FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()));

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync(TestKey.Third);
        var settings = new Dictionary<string, string?>
        {
            // The clock moves by minutes, and the next reading comes a moment later.
            ["Gateway:Sessions:RevocationsBelievedSeconds"] = "3600",
            ["Gateway:TokenCache:EntriesPerTenant"] = "16",
            ["Gateway:Issuers:1:Issuer"] = _issuer.Name,
            ["Gateway:Issuers:1:DataAudience"] = TestIssuer.DataAudience,
            ["Gateway:Issuers:1:AdminAudience"] = TestIssuer.AdminAudience,
            ["Gateway:Issuers:1:OperatorOrganization"] = "org_staff",
            ["Gateway:Issuers:1:ServiceTokens"] = "ClientId",
            ["Gateway:Services:Registered:billing:Issuer"] = _issuer.Name,
            ["Gateway:Services:Registered:billing:ClientId"] = "billing-client",
            ["Gateway:Services:Registered:billing:Scopes:0"] = "invoices.read",
            ["Gateway:Services:Registered:billing:Scopes:1"] = "invoices.write",
            ["Gateway:Services:Registered:billing:Tenants:0"] = "acme",
            ["Gateway:Services:Registered:reports:Issuer"] = _issuer.Name,
            ["Gateway:Services:Registered:reports:ClientId"] = "reports-client",
            ["Gateway:Services:Registered:reports:EveryTenant"] = "true",
            ["Gateway:Services:Registered:exports:Issuer"] = _issuer.Name,
            ["Gateway:Services:Registered:exports:ClientId"] = "exports-client",
            ["Gateway:Services:Registered:exports:Tenants:0"] = "globex",
        };
        foreach (var route in new[] { "machines", "mixed" })
        {
            settings[$"ReverseProxy:Routes:{route}:ClusterId"] = "crm";
            settings[$"ReverseProxy:Routes:{route}:Match:Path"] = $"/{route}/{{**rest}}";
            settings[$"ReverseProxy:Routes:{route}:Metadata:Policy"] = route;
        }

        _world = await GatewayWorld.StartAsync(settings, time: Time, policies: new Dictionary<string, string>
        {
            ["machines.json"] = $$"""{ "name": "machines", "callers": "services", {{Rules}} }""",
            ["mixed.json"] = $$"""{ "name": "mixed", "callers": "both", {{Rules}} }""",
        });
        var anyPort = new Uri("http://127.0.0.1:0");
        _other = await DemoGateway.StartAsync(
            new DemoGatewayOptions
            {
                DataPlane = anyPort, AdminPlane = anyPort, Issuer = World.Issuer, Crm = World.Service.Address, DataDirectory = World.StateDirectory, Overrides = settings,
                Services = added => added.AddSingleton<TimeProvider>(Time),
            },
            CancellationToken.None);
        _otherClient = LoopbackClient.Create(new Uri(_other.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.First() ?? ""));
    }

    public async Task DisposeAsync()
    {
        _otherClient?.Dispose();
        if (_other is not null) await _other.DisposeAsync();
        await World.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    internal TokenDraft Draft(string client = "billing-client") => Issuer.ServiceDraft(Time.GetUtcNow(), client);

    internal async Task<Answer> ExchangeAsync(string subject, string tenant = "acme", string? host = null, params (string Name, string Value)[] changes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ExchangeForm.Path) { Content = ExchangeForm.Of(subject, tenant, changes) };
        if (host is not null) request.Headers.Host = host;
        return await Answer.ReadAsync(await World.Client.SendAsync(request));
    }

    internal async Task<string> TokenAsync(string client = "billing-client", string tenant = "acme") => $"{(await ExchangeAsync(Draft(client).Sign(), tenant)).Json["access_token"]}";

    internal async Task<Answer> SendAsync(string token, string path, HttpMethod? method = null, string? json = null, string? host = null, HttpClient? client = null)
    {
        using var request = LoopbackClient.Request(method ?? HttpMethod.Get, path, json).With("Authorization", $"Bearer {token}");
        if (host is not null) request.Headers.Host = host;
        return await Answer.ReadAsync(await (client ?? World.Client).SendAsync(request));
    }

    internal async Task RevokeAsync(RevocationKind kind, string issuer, string name) =>
        await World.Gateway.Services.GetRequiredService<IRevocations>().RevokeAsync([new(kind, issuer, name, null)], new ActorId("ac_reviewer"), default);

    internal static (int, string?) Told(Answer answer) => (answer.Status, answer.Reason);

    internal static (int, string, string) ToldAs(Answer answer) => (answer.Status, $"{answer.Json["reason"]}", $"{answer.Json["error"]}");

    internal static string Decoded(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));

    internal static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    internal static JsonNode PayloadOf(string token) => JsonNode.Parse(Decoded(token.Split('.')[1]))!;
}
