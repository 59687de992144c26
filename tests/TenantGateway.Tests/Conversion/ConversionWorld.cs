using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Tokens;
using TenantGateway.Tests.Cli;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Rotations;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Conversion;

/// <summary>A running gateway before a service that holds rows, an admin of keys, and somebody else who approves.</summary>
public sealed class ConversionWorld : IAsyncLifetime
{
    public const string Dataset = "contacts";

    private const string Shaped =
        """
        {
          "name": "shaped",
          "fields": [
            { "select": ["$.email", "$.items[*].email"], "class": "email", "protection": "searchable", "shape": "email" },
            { "select": ["$.hired", "$.items[*].hired"], "class": "hiring", "protection": "searchable", "shape": "date", "allowUnauthenticated": "The service takes nothing but dates." }
          ],
          "query": [ { "parameter": "email", "class": "email", "twoTokens": "repeat" } ],
          "access": {
            "reveal": [ { "classes": ["email", "hiring"], "roles": ["contacts.agent"], "form": "clear" } ],
            "write": [ { "classes": ["email", "hiring"], "roles": ["contacts.agent"] } ],
            "search": [ { "classes": ["email"], "roles": ["contacts.agent"] } ]
          }
        }
        """;

    private readonly TemporaryDirectory _files = new();
    private GatewayWorld? _world;
    private int _file;

    internal GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    internal SearchedService Rows { get; } = new();

    internal string AdminToken { get; private set; } = "";

    private string AgentToken { get; set; } = "";

    public async Task InitializeAsync()
    {
        var routes = SearchedService.Routes.Where(setting => !setting.Key.Contains("undeclared", StringComparison.Ordinal));
        var settings = new Dictionary<string, string?>([.. routes, new("Gateway:Keys:PromotionWaitSeconds", "2"), new("Gateway:Changes:PollSeconds", "1")])
        {
            ["ReverseProxy:Routes:shaped:ClusterId"] = "crm",
            ["ReverseProxy:Routes:shaped:Match:Path"] = "/shaped/{**rest}",
            ["ReverseProxy:Routes:shaped:Metadata:Policy"] = "shaped",
        };
        _world = await GatewayWorld.StartAsync(settings, policies: new Dictionary<string, string>(SearchedService.Policies) { ["shaped.json"] = Shaped });
        Rows.Serve(_world.Service);
        AdminToken = await _world.TokenAsync("admin@operator");
        AgentToken = await _world.TokenAsync("agent@acme");
        await DoneAsync("datasets", "declare", "acme", "--dataset", Dataset, "--reason", "inventory");
    }

    public async Task DisposeAsync()
    {
        await World.DisposeAsync();
        _files.Dispose();
    }

    /// <summary>A name of a file that is not there yet.</summary>
    internal string NewFile() => Path.Combine(_files.Path, $"{Interlocked.Increment(ref _file)}.ndjson");

    internal string FileOf(string lines)
    {
        var path = NewFile();
        File.WriteAllText(path, lines);
        return path;
    }

    internal Task<Ran> TgwAsync(params string[] args) => TgwAsync(World.AdminPlane, args);

    internal Task<Ran> TgwAsync(Uri address, params string[] args) => Tgw.RunAsync(address.AbsoluteUri, AdminToken, TimeSpan.FromSeconds(30), args);

    /// <summary>Runs a command that must succeed, and gives back what it shows as JSON.</summary>
    internal async Task<JsonNode> DoneAsync(params string[] args)
    {
        var ran = await TgwAsync([.. args, "-o", "json"]);
        Assert.True(ran.Exit == 0, ran.Error);
        return JsonNode.Parse(ran.Output) ?? throw new InvalidDataException();
    }

    internal Task<Answer> AdminAsync(HttpMethod method, string path, string? json = null, string tenant = "acme") =>
        AdminAsync(LoopbackClient.Request(method, $"admin/tenants/{tenant}/{path}", json).With("X-Reason", "noon"));

    internal async Task<Answer> AdminAsync(HttpRequestMessage request)
    {
        using (request.With("Authorization", $"Bearer {AdminToken}")) return await Answer.ReadAsync(await World.Admin.SendAsync(request));
    }

    /// <summary>Begins a run that only looks.</summary>
    internal async Task<string> BeginAsync(string dataset = Dataset)
    {
        var begun = await AdminAsync(HttpMethod.Post, "conversions", $$"""{"dataset":"{{dataset}}"}""");
        Assert.Equal(201, begun.Status);
        return $"{begun.Json["id"]}";
    }

    internal Task<Answer> SendLinesAsync(string run, long offset, string lines, string tenant = "acme") => SendLinesAsync(run, offset, Encoding.UTF8.GetBytes(lines), tenant);

    internal Task<Answer> SendLinesAsync(string run, long offset, byte[] lines, string tenant = "acme") => AdminAsync(new HttpRequestMessage(
        HttpMethod.Post, $"admin/tenants/{tenant}/conversions/{run}/lines?offset={offset}")
    {
        Content = new ByteArrayContent(lines) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } },
    });

    internal Task<Answer> EndAsync(string run, long bytes) => AdminAsync(HttpMethod.Post, $"conversions/{run}/end", $$"""{"bytes":"{{bytes}}"}""");

    /// <summary>Has an operation requested by the admin and approved by somebody else, and waits until it has opened its run.</summary>
    /// <param name="route">By whose policy clear values become tokens; null where tokens are rewritten.</param>
    internal async Task<string> AllowAsync(string? route = null)
    {
        var services = World.Gateway.Services;
        var operations = services.GetRequiredService<IOperations>();
        var admin = (await services.GetRequiredService<IConversionStore>().FindAsync(await BeginAsync(), default))?.Actor ?? throw new InvalidOperationException();
        var parameters = ImmutableSortedDictionary<string, string>.Empty.Add("dataset", Dataset);
        if (route is not null) parameters = parameters.Add("route", route);
        var requested = await operations.RequestAsync(
            operations.NewId(), operations.Kinds[route is null ? "retokenize" : "protect-rows"], TenantId.Parse("acme"), parameters, "rotation", PersonOf(admin), default);
        Assert.Null(requested.Refusal);
        var operation = requested.Operation ?? throw new InvalidOperationException();
        var approved = await operations.ApproveAsync(operation.Id, operation.Hash, PersonOf(new ActorId(ActorId.Prefix + new string('a', 26))), default);
        Assert.Null(approved.Refusal);
        await Eventually.IsTrueAsync(async () => (await operations.FindAsync(operation.Id, default))?.State == OperationState.Done);
        return operation.Id;
    }

    /// <summary>Writes a row through the gateway.</summary>
    internal async Task WriteAsync(string name, string email) =>
        Assert.Equal(201, (await SendAsync(HttpMethod.Post, "repeat/rows", $$"""{"name":"{{name}}","email":"{{email}}"}""")).Status);

    /// <summary>The names in the rows that a caller finds, in order.</summary>
    internal async Task<string> FindAsync(string email)
    {
        var found = await SendAsync(HttpMethod.Get, $"repeat/rows?email={email}");
        Assert.Equal(200, found.Status);
        return string.Join(' ', found.Json["items"]!.AsArray().Select(row => $"{row!["name"]}").Order(StringComparer.Ordinal));
    }

    /// <summary>A request of the agent.</summary>
    internal async Task<Answer> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = LoopbackClient.Request(method, path, json).With("Authorization", $"Bearer {AgentToken}");
        return await Answer.ReadAsync(await World.Client.SendAsync(request));
    }

    /// <summary>Rotates the lookup key; the old generation is searched beside the new one.</summary>
    internal async Task RotateLookupAsync()
    {
        Assert.Equal(202, (await AdminAsync(HttpMethod.Post, "keys/rotate-lookup")).Status);
        await Eventually.IsTrueAsync(async () => await GenerationAsync("searchable") is not null);
    }

    /// <summary>Waits until no process can be writing with the old generation any more.</summary>
    internal async Task OldIsNotWrittenAsync()
    {
        var since = DateTimeOffset.Parse($"{(await GenerationAsync("searchable"))?["stateSince"]}", null);
        await Eventually.IsTrueAsync(() => TimeProvider.System.GetUtcNow() > since.AddSeconds(2.01));
    }

    internal async Task<JsonNode?> GenerationAsync(string state) => (await AdminAsync(HttpMethod.Get, "keys")).Json["items"]!.AsArray()
        .SingleOrDefault(key => $"{key!["line"]}" == "lookup" && $"{key["state"]}" == state);

    /// <summary>A token as one of the tenant's services may have got it.</summary>
    internal async Task<string> TokenAsync(string tenant, string value, KeyLine line = KeyLine.Lookup)
    {
        using var lease = await World.Gateway.Services.GetRequiredService<IKeyRings>().LeaseAsync(TenantId.Parse(tenant), default, default);
        using var output = new ByteBuffer(256);
        StoredToken.Seal(line == KeyLine.Lookup ? lease.Ring.Lookup : lease.Ring.Data, new Payload(PayloadType.Text, "email"u8, Encoding.UTF8.GetBytes(value)), output);
        return Encoding.ASCII.GetString(output.Written);
    }

    private static OperationPerson PersonOf(ActorId id) => new(
        new Actor
        {
            Tenant = TenantId.Operator,
            Id = id,
            Roles = FrozenSet.Create(StringComparer.Ordinal, AdminRoles.KeyAdmin),
            Scopes = FrozenSet<string>.Empty,
            AuthenticatedAt = TimeProvider.System.GetUtcNow(),
            Evidence = "mfa",
        },
        id.Value);
}
