using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using TenantGateway.Demo.Gateways;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge.Drain;

/// <summary>The gateway as a process of its own, with state of its own that outlives it, as one of several in front of the same service.</summary>
internal sealed class GatewayReplica : IAsyncDisposable
{
    private readonly TemporaryDirectory _state = new();
    private readonly HttpClient _admin;
    private readonly (string, string?)[] _environment;
    private ChildProgram? _program;

    private GatewayReplica(Uri issuer, Uri service, IEnumerable<(string Key, string Value)> settings)
    {
        var port = DemoProcess.FreePortBase();
        (DataPlane, AdminPlane, DataPlaneHttp2) = (At(port), At(port + 1), At(port + 2));
        _admin = LoopbackClient.Create(AdminPlane);
        var configuration = DemoConfiguration.For(new DemoGatewayOptions
        {
            DataPlane = DataPlane,
            DataPlaneHttp2 = DataPlaneHttp2,
            AdminPlane = AdminPlane,
            Issuer = issuer,
            Crm = service,
            DataDirectory = _state.Path,
            Overrides = settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value),
        });
        SamplePolicies.CopyTo(DemoConfiguration.PoliciesIn(_state.Path));
        _environment = [("ASPNETCORE_ENVIRONMENT", "Development"), .. configuration.Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value))];
    }

    public Uri DataPlane { get; }

    public Uri DataPlaneHttp2 { get; }

    public Uri AdminPlane { get; }

    public string GatewayDirectory => Path.Combine(_state.Path, "gateway");

    public ChildProgram Program => _program ?? throw new InvalidOperationException("Not started.");

    /// <summary>Starts a replica and creates the tenant acme over its admin plane.</summary>
    public static async Task<GatewayReplica> StartAsync(DrainWorld world, params (string Key, string Value)[] settings)
    {
        var replica = new GatewayReplica(world.Issuer, world.Service.Address, settings);
        await replica.StartAsync();
        await replica.CreateTenantAsync(world.Issuer, await world.TokenAsync("admin@operator"));
        return replica;
    }

    /// <summary>Starts the process, for the first time or again, and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        if (_program is not null) await _program.DisposeAsync();
        var program = _program = ChildProgram.Start(ChildProgram.Dotnet("TenantGateway"), _environment);
        await Eventually.IsTrueAsync(async () => program.HasExited || (await HealthAsync("ready")).Status == 200, "the replica is ready");
        Assert.False(program.HasExited, program.Error);
    }

    /// <summary>What a probe sees; nothing, with status 0, where nobody listens.</summary>
    public async Task<(int Status, JsonNode? Report)> HealthAsync(string probe)
    {
        try
        {
            var (status, body) = await _admin.ExchangeAsync(HttpMethod.Get, $"healthz/{probe}");
            return ((int)status, JsonNode.Parse(body));
        }
        catch (HttpRequestException)
        {
            return (0, null);
        }
    }

    /// <summary>Waits for the end of the process, which must be an orderly one.</summary>
    public async Task AssertEndsInOrderAsync()
    {
        Assert.True(await Program.ExitAsync() == 0, Program.Error);
        Assert.Equal("", Program.Error);
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        if (_program is not null) await _program.DisposeAsync();
        _state.Dispose();
    }

    private async Task CreateTenantAsync(Uri issuer, string token)
    {
        var definition = new JsonObject
        {
            ["id"] = "acme",
            ["displayName"] = "Acme",
            ["organizations"] = new JsonArray(new JsonObject { ["issuer"] = issuer.AbsoluteUri, ["organizationId"] = "org_acme" }),
        };
        using var request = LoopbackClient.Request(HttpMethod.Post, "admin/tenants", definition.ToJsonString()).With("Authorization", $"Bearer {token}").With("X-Reason", "test");
        var (status, body) = await _admin.ExchangeAsync(request);
        Assert.True(status == HttpStatusCode.Created, body);
    }

    private static Uri At(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
}
