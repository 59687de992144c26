using System.Text.Json.Nodes;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.World;

/// <summary>A gateway before a live service whose route <c>/all</c> takes everything that can be inspected: forms, lines, events, documents in strings.</summary>
public sealed class CarrierWorld : IAsyncLifetime
{
    internal const string Policy =
        """
        {
          "name": "all",
          "fields": [
            { "select": ["$.email", "$.call.email"], "class": "email", "protection": "searchable" },
            { "select": "$.name", "class": "name" },
            { "select": "$.customer", "class": "customer", "protection": "pseudonym" },
            { "select": "$.birthplace", "class": "address", "protection": "removed" },
            { "select": "$.health", "class": "health" }
          ],
          "classes": [ { "class": "email", "canonical": ["trim", "lower"] }, { "class": "health", "forbidden": true } ],
          "texts": "$.say",
          "embedded": "$.call",
          "form": [ { "field": "email", "class": "email", "protection": "searchable" }, { "field": "note", "class": "free-text" } ],
          "files": ["image/png"],
          "streams": ["lines", "events"],
          "access": {
            "reveal": [
              { "classes": ["email", "name", "free-text"], "roles": ["contacts.agent"], "form": "clear" },
              { "classes": ["name"], "roles": ["contacts.support"], "form": "remove" },
              { "classes": ["email"], "roles": ["contacts.support"], "form": "mask" }
            ],
            "write": [ { "classes": ["email", "name", "free-text", "customer"], "roles": ["contacts.agent"] } ]
          }
        }
        """;

    private GatewayWorld? _world;
    private LiveService? _service;

    internal GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    internal LiveService Service => _service ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        _service = await LiveService.StartAsync();
        var settings = new Dictionary<string, string?>
        {
            ["ReverseProxy:Clusters:crm:Destinations:only:Address"] = _service.Address.AbsoluteUri,
            ["ReverseProxy:Routes:all:ClusterId"] = "crm",
            ["ReverseProxy:Routes:all:Match:Path"] = "/all/{**rest}",
            ["ReverseProxy:Routes:all:Metadata:Policy"] = "all",
            ["Gateway:Content:MaxStreamBytes"] = "16777216",
            ["Gateway:Content:MaxUnitBytes"] = "2097152",
        };
        _world = await GatewayWorld.StartAsync(settings, policies: new Dictionary<string, string> { ["all.json"] = Policy });
    }

    public async Task DisposeAsync()
    {
        await World.DisposeAsync();
        await Service.DisposeAsync();
    }

    internal async Task<HttpResponseMessage> StartAsync(HttpContent? content, string user = "agent@acme", string? accept = null)
    {
        var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, new Uri(World.DataPlane, "all/x")) { Content = content };
        request.With("Authorization", $"Bearer {await World.TokenAsync(user)}");
        if (accept is not null) request.With("Accept", accept);
        return await World.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    internal async Task<Answer> SendAsync(HttpContent? content, string user = "agent@acme") => await Answer.ReadAsync(await StartAsync(content, user));

    /// <summary>A body, and what the service got of it beside its head.</summary>
    internal async Task<(Answer Answer, byte[] Received)> StoreAsync(byte[] body, string type, string? coding = null)
    {
        var received = new MemoryStream();
        Service.Handle = async context => await context.Request.Body.CopyToAsync(received);
        return (await SendAsync(Body(body, type, coding)), received.ToArray());
    }

    /// <summary>The stored token of an email.</summary>
    internal async Task<string> TokenOfAsync(string email)
    {
        var (_, received) = await StoreAsync(System.Text.Encoding.UTF8.GetBytes($$"""{"email":"{{email}}"}"""), "application/json");
        return JsonNode.Parse(received)!["email"]!.ToString();
    }

    internal static ByteArrayContent Body(byte[] body, string type, string? coding = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (coding is not null) content.Headers.ContentEncoding.Add(coding);
        return content;
    }
}
