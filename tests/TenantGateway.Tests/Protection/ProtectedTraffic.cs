using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TenantGateway.Tests.Authentication;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Protection;

/// <summary>
/// One running gateway for many tests, one after the other: the demo's route <c>/crm</c>, and an egress route <c>/partner</c> whose policy reveals
/// requests and protects responses.
/// </summary>
public sealed class ProtectedTraffic : IAsyncLifetime
{
    /// <summary>On the way out the agent's partner gets the email, a mask of the name and a handle of everything else.</summary>
    private const string Partner =
        """
        {
          "name": "partner", "request": "reveal", "response": "protect",
          "fields": [
            { "select": ["$.email", "$.items[*].email"], "class": "email", "protection": "searchable" },
            { "select": ["$.name", "$.items[*].name"], "class": "name" },
            { "select": "$.phone", "class": "phone" }
          ],
          "access": {
            "reveal": [
              { "classes": ["email"], "roles": ["contacts.agent"], "form": "clear" },
              { "classes": ["name"], "roles": ["contacts.agent"], "form": "mask" }
            ]
          }
        }
        """;

    /// <summary>Nobody may search by phone.</summary>
    private const string Directory =
        """
        {
          "name": "directory",
          "fields": [ { "select": "$.phone", "class": "phone", "protection": "searchable" } ],
          "query": [ { "parameter": "phone", "class": "phone" } ]
        }
        """;

    /// <summary>Says nothing of how its service takes two tokens.</summary>
    private const string Ledger =
        """
        {
          "name": "ledger",
          "fields": [ { "select": "$.phone", "class": "phone", "protection": "searchable" } ],
          "query": [ { "parameter": "phone", "class": "phone" } ],
          "access": { "search": [ { "classes": ["phone"], "roles": ["contacts.agent"] } ] }
        }
        """;

    /// <summary>The gateway asks twice where there are two tokens.</summary>
    private const string Register =
        """
        {
          "name": "register",
          "fields": [ { "select": "$.rows[*].phone", "class": "phone", "protection": "searchable" } ],
          "query": [ { "parameter": "phone", "class": "phone", "twoTokens": "fan-out", "items": "$.rows", "id": "$.id", "counts": "$.total", "beside": ["country"] } ],
          "access": {
            "reveal": [ { "classes": ["phone"], "roles": ["contacts.agent"], "form": "clear" } ],
            "search": [ { "classes": ["phone"], "roles": ["contacts.agent"] } ]
          }
        }
        """;

    /// <summary>Three different numbers an hour may be searched by, and two different ones written.</summary>
    private const string Guessed =
        """
        {
          "name": "guessed",
          "fields": [ { "select": "$.phone", "class": "phone", "protection": "searchable" }, { "select": "$.fax", "class": "fax" } ],
          "query": [ { "parameter": "phone", "class": "phone" } ],
          "access": {
            "reveal": [ { "classes": ["phone"], "roles": ["contacts.support"], "form": "clear" } ],
            "write": [ { "classes": ["phone", "fax"], "roles": ["contacts.agent"] } ],
            "search": [ { "classes": ["phone"], "roles": ["contacts.agent", "contacts.support"] } ],
            "limits": [ { "classes": ["phone"], "distinctSearches": 3, "distinctWrites": 2 } ]
          }
        }
        """;

    /// <summary>No route for people.</summary>
    private const string Machines = """{ "name": "machines", "callers": "services", "fields": [ { "select": "$.phone", "class": "phone" } ] }""";

    /// <summary>Values at any depth, in the path, in headers and in cookies.</summary>
    private const string Values =
        """
        {
          "name": "values",
          "fields": [
            { "select": "$..email", "class": "email", "protection": "searchable" },
            { "select": "$.rows[1:]['note','remark']", "class": "free-text" }
          ],
          "path": [ { "template": "/values/contacts/{email}", "class": "email" } ],
          "headers": [
            { "header": "X-Customer-Email", "class": "email", "protection": "searchable" },
            { "header": "X-Customer-Name", "class": "name", "encoding": "percent" },
            { "header": "X-Find-Email", "class": "email", "use": "search", "twoTokens": "list" }
          ],
          "cookies": [ { "cookie": "last", "class": "email", "protection": "searchable", "encoding": "percent" } ],
          "access": {
            "reveal": [ { "classes": ["email", "free-text", "name"], "roles": ["contacts.agent"], "form": "clear" } ],
            "write": [ { "classes": ["email", "free-text", "name"], "roles": ["contacts.agent"] } ],
            "search": [ { "classes": ["email"], "roles": ["contacts.agent"] } ]
          }
        }
        """;

    private readonly ConcurrentDictionary<string, Task<string>> _tokens = new();
    private GatewayWorld? _world;

    private const string Forms = """
        {
          "name": "forms",
          "fields": [ { "select": "$.health", "class": "health" }, { "select": "$.name", "class": "name" },
            { "select": "$.mobile", "class": "mobile", "protection": "searchable", "shape": "phone", "allowUnauthenticated": "The service takes nothing but numbers." } ],
          "classes": [ { "class": "health", "forbidden": true } ],
          "form": [ { "field": "email", "class": "email" } ],
          "files": ["image/png"],
          "access": { "reveal": [ { "classes": ["name"], "roles": ["contacts.analyst"], "form": "remove" } ], "write": [ { "classes": ["mobile"], "roles": ["contacts.agent"] } ] }
        }
        """;

    /// <summary>Nothing may be sent that is not named.</summary>
    private const string Strict =
        """
        {
          "name": "strict", "mode": "enforce", "unlisted": "refuse",
          "fields": [ { "select": "$.email", "class": "email" } ],
          "texts": "$.note",
          "recognition": { "kinds": ["email", "phone"], "found": "refuse" },
          "access": { "write": [ { "classes": ["email"], "roles": ["contacts.agent"] } ] }
        }
        """;

    /// <summary>Names are found by somebody who never answers.</summary>
    private const string Recognized =
        """
        {
          "name": "recognized",
          "fields": [ { "select": "$.email", "class": "email" } ],
          "texts": "$.note",
          "recognition": { "recognizer": { "name": "nowhere", "entities": [ { "entity": "PERSON", "class": "name" } ] } }
        }
        """;

    private const string Pictures = """{ "name": "pictures", "opaque": ["image/png"] }""";

    internal static readonly Dictionary<string, string> Policies = new(WebhookWorld.Policies) { ["partner.json"] = Partner, ["directory.json"] = Directory, ["ledger.json"] = Ledger, ["register.json"] = Register, ["pictures.json"] = Pictures, ["guessed.json"] = Guessed, ["forms.json"] = Forms, ["machines.json"] = Machines, ["values.json"] = Values, ["strict.json"] = Strict, ["recognized.json"] = Recognized };

    internal static readonly Dictionary<string, string?> Routes = new()
    {
        ["ReverseProxy:Routes:partner:ClusterId"] = "crm",
        ["ReverseProxy:Routes:partner:Match:Path"] = "/partner/{**rest}",
        ["ReverseProxy:Routes:partner:Metadata:Policy"] = "partner",
        ["ReverseProxy:Routes:directory:ClusterId"] = "crm",
        ["ReverseProxy:Routes:directory:Match:Path"] = "/directory/{**rest}",
        ["ReverseProxy:Routes:directory:Metadata:Policy"] = "directory",
        ["ReverseProxy:Routes:ledger:ClusterId"] = "crm",
        ["ReverseProxy:Routes:ledger:Match:Path"] = "/ledger/{**rest}",
        ["ReverseProxy:Routes:ledger:Metadata:Policy"] = "ledger",
        ["ReverseProxy:Routes:register:ClusterId"] = "crm",
        ["ReverseProxy:Routes:register:Match:Path"] = "/register/{**rest}",
        ["ReverseProxy:Routes:register:Metadata:Policy"] = "register",
        ["ReverseProxy:Routes:pictures:ClusterId"] = "crm",
        ["ReverseProxy:Routes:pictures:Match:Path"] = "/pictures/{**rest}",
        ["ReverseProxy:Routes:pictures:Metadata:Policy"] = "pictures",
        ["ReverseProxy:Routes:guessed:ClusterId"] = "crm",
        ["ReverseProxy:Routes:guessed:Match:Path"] = "/guessed/{**rest}",
        ["ReverseProxy:Routes:guessed:Metadata:Policy"] = "guessed",
        ["ReverseProxy:Routes:forms:ClusterId"] = "crm",
        ["ReverseProxy:Routes:forms:Match:Path"] = "/forms/{**rest}",
        ["ReverseProxy:Routes:forms:Metadata:Policy"] = "forms",
        ["ReverseProxy:Routes:values:ClusterId"] = "crm",
        ["ReverseProxy:Routes:values:Match:Path"] = "/values/{**rest}",
        ["ReverseProxy:Routes:values:Metadata:Policy"] = "values",
        ["ReverseProxy:Routes:strict:ClusterId"] = "crm",
        ["ReverseProxy:Routes:strict:Match:Path"] = "/strict/{**rest}",
        ["ReverseProxy:Routes:strict:Metadata:Policy"] = "strict",
        ["ReverseProxy:Routes:recognized:ClusterId"] = "crm",
        ["ReverseProxy:Routes:recognized:Match:Path"] = "/recognized/{**rest}",
        ["ReverseProxy:Routes:recognized:Metadata:Policy"] = "recognized",
        ["Gateway:Recognizers:nowhere:Address"] = "http://127.0.0.1:1/",
        ["ReverseProxy:Routes:machines:ClusterId"] = "crm",
        ["ReverseProxy:Routes:machines:Match:Path"] = "/machines/{**rest}",
        ["ReverseProxy:Routes:machines:Metadata:Policy"] = "machines",
    };

    internal GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    internal RecordingService Service => World.Service;

    public async Task InitializeAsync() => _world = await GatewayWorld.StartAsync(Routes, policies: Policies);

    public async Task DisposeAsync() => await World.DisposeAsync();

    internal Task<string> TokenAsync(string user) => _tokens.GetOrAdd(user, name => World.TokenAsync(name));

    internal Task<Answer> SendAsync(string user, HttpMethod method, string path, string? json = null) =>
        SendAsync(user, LoopbackClient.Request(method, path, json));

    internal async Task<Answer> SendAsync(string user, HttpRequestMessage request)
    {
        // Sent as the test wrote it, not as Uri would mend it.
        request.RequestUri = new Uri($"{World.DataPlane}{request.RequestUri?.OriginalString}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using (request.With("Authorization", $"Bearer {await TokenAsync(user)}")) return await Answer.ReadAsync(await World.Client.SendAsync(request));
    }

    /// <summary>What a user reads of a JSON text that the service holds.</summary>
    internal async Task<JsonNode> ReadAsync(string user, string stored)
    {
        Service.AnswerJson(stored);
        var answer = await SendAsync(user, HttpMethod.Get, "crm/contacts/1");
        Assert.Equal(200, answer.Status);
        return answer.Json;
    }

    /// <summary>What the service gets of a JSON text that the agent of a tenant sends.</summary>
    internal async Task<string> StoreAsync(string json, string user = "agent@acme")
    {
        var answer = await SendAsync(user, HttpMethod.Post, "crm/contacts", json);
        Assert.Equal(200, answer.Status);
        return Service.Last.Text;
    }

    internal async Task<string> StoreMemberAsync(string json, string name, string user = "agent@acme") =>
        JsonNode.Parse(await StoreAsync(json, user))?[name]?.ToString() ?? throw new InvalidDataException($"{name} did not arrive.");

    /// <summary>Asserts that a request is refused and that nothing of it reaches the service.</summary>
    internal void AssertRefused(Answer answer, int status, string reason)
    {
        Assert.Equal((status, reason), (answer.Status, answer.Reason));
        Assert.Empty(Service.Received);
    }

    /// <summary>Counts an instrument of this gateway alone while something happens.</summary>
    internal Task<long> CountAsync(string instrument, Func<Task> action) => World.CountAsync(instrument, action);
}

[CollectionDefinition(nameof(ProtectedTraffic))]
public sealed class ProtectedTrafficCollection : ICollectionFixture<ProtectedTraffic>;

/// <summary>Each test begins with a service that has received nothing and echoes.</summary>
[Collection(nameof(ProtectedTraffic))]
public abstract class TrafficTests
{
    private protected TrafficTests(ProtectedTraffic traffic)
    {
        Traffic = traffic;
        traffic.Service.Reset();
    }

    private protected ProtectedTraffic Traffic { get; }
}
