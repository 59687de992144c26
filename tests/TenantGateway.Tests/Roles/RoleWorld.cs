using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using TenantGateway.Demo.Gateways;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Roles;

/// <summary>Processes of the gateway in several roles over one state directory, with an identity provider in front and a service behind.</summary>
internal sealed class RoleWorld : IAsyncDisposable
{
    private readonly TemporaryDirectory _state;
    private readonly DemoIdentityProvider _provider;
    private readonly List<ChildProgram> _programs = [];
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly int _port = DemoProcess.FreePortBase();

    private RoleWorld(TemporaryDirectory state, DemoIdentityProvider provider, RecordingService service) => (_state, _provider, Service) = (state, provider, service);

    public RecordingService Service { get; }

    public Uri Issuer => _provider.Issuer;

    public string KeyDirectory => Path.Combine(_state.Path, "keys");

    public Uri Data => At(0);

    public Uri Admin => At(1);

    public Uri Probes => At(2);

    public static async Task<RoleWorld> StartAsync()
    {
        var state = new TemporaryDirectory();
        var provider = await DemoIdentityProvider.StartAsync(new DemoIdentityProviderOptions { DataDirectory = state.Path }, CancellationToken.None);
        SamplePolicies.CopyTo(DemoConfiguration.PoliciesIn(state.Path));
        return new RoleWorld(state, provider, await RecordingService.StartAsync());
    }

    /// <summary>Starts a process of a role; all roles have the same settings.</summary>
    public ChildProgram Start(string role)
    {
        var program = ChildProgram.Start(
            [.. ChildProgram.Dotnet("TenantGateway"), "--role", role],
            [("ASPNETCORE_ENVIRONMENT", "Development"), .. Settings().Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value))]);
        _programs.Add(program);
        return program;
    }

    /// <summary>The settings of every process, by their keys.</summary>
    public Dictionary<string, string?> Settings() => DemoConfiguration.For(new DemoGatewayOptions
    {
        DataPlane = Data,
        AdminPlane = Admin,
        Issuer = Issuer,
        Crm = Service.Address,
        DataDirectory = _state.Path,
        Overrides = new Dictionary<string, string?>
        {
            ["Gateway:Listen:Probes"] = Probes.GetLeftPart(UriPartial.Authority),
            ["Gateway:Changes:PollSeconds"] = "1",
            ["Gateway:Drain:WaitSeconds"] = "0",
            ["Logging:LogLevel:TenantGateway"] = "Information",
        },
    });

    public async Task ReadyAsync(ChildProgram program, Uri plane)
    {
        await Eventually.IsTrueAsync(async () => program.HasExited || (await GetAsync(new Uri(plane, "healthz/ready"))).Status == 200, $"{plane} is ready");
        Assert.False(program.HasExited, program.Output + program.Error);
    }

    public Task<string> TokenAsync(string user) => _client.GetStringAsync(new Uri(Issuer, $"demo/token?user={user}&mfa=true"));

    /// <summary>What a listener answers; status 0 where nobody listens.</summary>
    public async Task<(int Status, JsonNode? Body)> GetAsync(Uri address, string? token = null, HttpMethod? method = null, string? json = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, address);
        if (json is not null) request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        if (token is not null) request.With("Authorization", $"Bearer {token}").With("X-Reason", "test");
        try
        {
            using var response = await _client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            return ((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : JsonValue.Create(text));
        }
        catch (HttpRequestException)
        {
            return (0, null);
        }
    }

    public async Task CreateTenantAsync(string id)
    {
        var definition = new JsonObject
        {
            ["id"] = id,
            ["displayName"] = id,
            ["organizations"] = new JsonArray(new JsonObject { ["issuer"] = Issuer.AbsoluteUri, ["organizationId"] = $"org_{id}" }),
        };
        var (status, body) = await GetAsync(new Uri(Admin, "admin/tenants"), await TokenAsync("admin@operator"), HttpMethod.Post, definition.ToJsonString());
        Assert.True(status == (int)HttpStatusCode.Created, $"{status} {body}");
    }

    /// <summary>Sends a contact through the data plane; the status and the reason of a refusal.</summary>
    public async Task<(int Status, string? Reason)> WriteContactAsync(string user)
    {
        var (status, body) = await GetAsync(new Uri(Data, "crm/contacts"), await TokenAsync(user), HttpMethod.Post, """{"name":"Ada Lovelace","email":"ada@example.com"}""");
        return (status, (body as JsonObject)?["reason"]?.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs) await program.DisposeAsync();
        _client.Dispose();
        await Service.DisposeAsync();
        await _provider.DisposeAsync();
        _state.Dispose();
    }

    private Uri At(int offset) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port + offset}"));
}
