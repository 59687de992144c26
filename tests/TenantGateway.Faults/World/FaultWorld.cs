using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using TenantGateway.Demo.Gateways;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.World;

/// <summary>
/// The gateway as a process of its own, on embedded defaults; before it the demo's identity provider and behind it a service that keeps contacts, both in
/// this process, and a service of raw bytes.
/// </summary>
internal sealed class FaultWorld : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static readonly byte[] Large = Encoding.UTF8.GetBytes($"{{\"other\":\"{new string('x', 4_000_000)}\"}}");

    private readonly TemporaryDirectory _state;
    private readonly ConcurrentDictionary<string, byte[]> _contacts = new();
    private readonly DemoIdentityProvider _provider;
    private readonly RecordingService _service;
    private readonly Dictionary<string, string?> _more;
    private readonly int _ports = DemoProcess.FreePortBase();
    private ChildProgram? _gateway;
    private int _next;

    private FaultWorld(TemporaryDirectory state, DemoIdentityProvider provider, RecordingService service, Dictionary<string, string?> more)
    {
        (_state, _provider, _service, _more) = (state, provider, service, more);
        _service.Answer = AnswerAsync;
    }

    public ChildProgram Gateway => _gateway ?? throw new InvalidOperationException("Not started.");

    public RawService Raw { get; } = new();

    /// <summary>Over TLS where the settings name certificates.</summary>
    public Uri DataPlane => new($"{(_more.Keys.Any(key => key.StartsWith("Gateway:Tls:", StringComparison.Ordinal)) ? "https" : "http")}://127.0.0.1:{_ports}/");

    public Uri DataPlaneHttp2 => new($"http://127.0.0.1:{_ports + 2}/");

    public Uri AdminPlane => new($"http://127.0.0.1:{_ports + 1}/");

    public string GatewayDirectory => Path.Combine(_state.Path, "gateway");

    /// <summary>How long the service takes for each answer.</summary>
    public TimeSpan Delay { get; set; }

    /// <param name="more">Settings beside those that every fault needs.</param>
    public static async Task<FaultWorld> StartAsync(CancellationToken cancellationToken, Dictionary<string, string?>? more = null)
    {
        var state = new TemporaryDirectory();
        var provider = await DemoIdentityProvider.StartAsync(new DemoIdentityProviderOptions { DataDirectory = state.Path }, cancellationToken);
        var world = new FaultWorld(state, provider, await RecordingService.StartAsync(), more ?? []);
        await world.StartGatewayAsync(cancellationToken);
        foreach (var tenant in (string[])["acme", "globex"]) await world.CreateTenantAsync(tenant, cancellationToken);
        return world;
    }

    /// <summary>Starts the gateway, also again after its end, on the state that it left.</summary>
    public async Task StartGatewayAsync(CancellationToken cancellationToken)
    {
        SamplePolicies.CopyTo(DemoConfiguration.PoliciesIn(_state.Path));
        var settings = DemoConfiguration.For(new DemoGatewayOptions
        {
            DataPlane = DataPlane, DataPlaneHttp2 = DataPlaneHttp2, AdminPlane = AdminPlane, Issuer = _provider.Issuer, Crm = _service.Address, DataDirectory = _state.Path,
            Overrides = new Dictionary<string, string?>(_more)
            {
                // Who floods is let in again for every round.
                ["Gateway:Limits:PenaltySeconds"] = "1",
                ["ReverseProxy:Routes:raw:ClusterId"] = "raw",
                ["ReverseProxy:Routes:raw:Match:Path"] = "/raw/{**rest}",
                ["ReverseProxy:Routes:raw:Metadata:Policy"] = "contacts",
                ["ReverseProxy:Clusters:raw:Destinations:only:Address"] = Raw.Address.AbsoluteUri,
                ["ReverseProxy:Clusters:raw:HttpRequest:ActivityTimeout"] = "00:00:02",
            },
        });
        _gateway = ChildProgram.Start(
            ChildProgram.Dotnet("TenantGateway"),
            [("ASPNETCORE_ENVIRONMENT", "Development"), .. settings.Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value))]);
        using var admin = LoopbackClient.Create(AdminPlane);
        while (!await IsReadyAsync(admin, cancellationToken))
        {
            if (Gateway.HasExited) throw new InvalidOperationException($"The gateway does not start: {Gateway.Error}");
            await Task.Delay(Pause, cancellationToken);
        }
    }

    public async Task<string> TokenAsync(string user)
    {
        using var client = LoopbackClient.Create(_provider.Issuer);
        return await client.GetStringAsync($"demo/token?user={user}&mfa=true");
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null) await _gateway.DisposeAsync();
        await Raw.DisposeAsync();
        await _service.DisposeAsync();
        await _provider.DisposeAsync();
        _state.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient admin, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await admin.GetAsync("healthz/ready", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task CreateTenantAsync(string id, CancellationToken cancellationToken)
    {
        using var admin = LoopbackClient.Create(AdminPlane);
        using var request = LoopbackClient.Request(
            HttpMethod.Post, "admin/tenants", $$"""{"id":"{{id}}","displayName":"{{id}}","organizations":[{"issuer":"{{_provider.Issuer}}","organizationId":"org_{{id}}"}]}""").With("X-Reason", "faults");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync("admin@operator"));
        using var response = await admin.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    // POST keeps a contact and names it, GET gives it back, and "large" is a large answer.
    private async Task AnswerAsync(Microsoft.AspNetCore.Http.HttpContext context, ReceivedRequest request)
    {
        _service.Received.Clear();
        if (Delay > TimeSpan.Zero) await Task.Delay(Delay, context.RequestAborted);
        if (request.Method == "POST")
        {
            var path = $"{request.RawTarget}/{Interlocked.Increment(ref _next)}";
            _contacts[path] = request.Body;
            context.Response.Headers.Location = path;
            await RecordingService.WriteAsync(context, 201, "application/json", request.Body);
            return;
        }

        var body = request.RawTarget.EndsWith("/large", StringComparison.Ordinal)
            ? Large
            : _contacts.GetValueOrDefault(request.RawTarget, "{\"status\":\"new\"}"u8.ToArray());
        await RecordingService.WriteAsync(context, 200, "application/json", body);
    }
}
