using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using TenantGateway.Demo.Gateways;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.KeyVault;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Keys.Rotation;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Keys.World;

/// <summary>
/// Processes of a gateway over one state whose keys are in a Key Vault, the tenants acme and globex, the demo's identity provider in front, and behind a
/// service that keeps rows and one that chats on WebSockets.
/// </summary>
internal sealed class KeyWorld : IAsyncDisposable
{
    /// <summary>The identities under which processes come to the vault.</summary>
    public const string AdminIdentity = VaultServer.ClientId;

    public const string ProxyIdentity = "77777777-8888-9999-0000-111111111111";

    private const string LivePolicy = """{ "name": "live", "fields": [ { "select": "$.email", "class": "email" } ], "opaque": ["websocket"] }""";

    private static readonly TimeSpan Chatter = TimeSpan.FromMilliseconds(100);

    private readonly TemporaryDirectory _state;
    private readonly DemoIdentityProvider _provider;
    private readonly RecordingService _service;
    private readonly LiveService _live;
    private readonly List<int> _taken = [];
    private int _files;

    private KeyWorld(KeyWorldPlan plan, ShiftedTime time, TemporaryDirectory state, DemoIdentityProvider provider, VaultServer vault, RecordingService service, LiveService live)
    {
        (Plan, Time, _state, _provider, Vault, _service, _live) = (plan, time, state, provider, vault, service, live);
        (_service.Answer, _live.Handle) = (AnswerAsync, ChatAsync);
        Processes = [.. plan.Roles.Select((role, place) => new GatewayProcess(role, place, _taken))];
        Replicas = [.. Processes.Where(process => process.HasData)];
        Desk = new OperatorDesk(Processes.First(process => process.HasAdmin).Admin, TokenAsync);
    }

    public KeyWorldPlan Plan { get; }

    /// <summary>The clock of everything that is not a process of the gateway.</summary>
    public ShiftedTime Time { get; }

    public VaultServer Vault { get; }

    public RowService Rows { get; } = new();

    public IReadOnlyList<GatewayProcess> Processes { get; }

    /// <summary>Those that have a data plane.</summary>
    public IReadOnlyList<GatewayProcess> Replicas { get; }

    public OperatorDesk Desk { get; }

    public string StateDirectory => _state.Path;

    public string DatabaseDirectory => Path.Combine(_state.Path, "gateway");

    public static async Task<KeyWorld> StartAsync(KeyWorldPlan plan, CancellationToken cancellationToken)
    {
        var time = new ShiftedTime();
        var state = new TemporaryDirectory();
        var provider = await DemoIdentityProvider.StartAsync(new DemoIdentityProviderOptions { DataDirectory = state.Path, TimeProvider = time }, cancellationToken);
        var vault = await VaultServer.StartAsync(new VaultServerOptions { Time = time });
        var world = new KeyWorld(plan, time, state, provider, vault, await RecordingService.StartAsync(), await LiveService.StartAsync());
        try
        {
            await world.StartProcessesAsync(cancellationToken);
            foreach (var tenant in (string[])["acme", "globex"]) await world.CreateTenantAsync(tenant, cancellationToken);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts all processes, also again on the state that they left.</summary>
    public async Task StartProcessesAsync(CancellationToken cancellationToken)
    {
        var policies = DemoConfiguration.PoliciesIn(_state.Path);
        SamplePolicies.CopyTo(policies);
        await File.WriteAllTextAsync(Path.Combine(policies, "live.json"), LivePolicy, cancellationToken);
        foreach (var process in Processes) Start(process);
        foreach (var process in Processes) await process.ReadyAsync(cancellationToken);
    }

    /// <summary>Starts one, for the first time or again.</summary>
    /// <param name="process">Which.</param>
    /// <param name="more">What is set this time.</param>
    public void Start(GatewayProcess process, params IEnumerable<KeyValuePair<string, string?>> more) => process.Start(CommandOf(), Together([.. SettingsOf(process), .. more]));

    /// <summary>A process that is none of the plan's; whoever takes it disposes it.</summary>
    public GatewayProcess NewProcess(string role) => new(role, 0, _taken);

    public async Task StopProcessesAsync()
    {
        foreach (var process in Processes) await process.StopAsync();
    }

    public async Task<string> TokenAsync(string user)
    {
        using var client = LoopbackClient.Create(_provider.Issuer);
        return await client.GetStringAsync($"demo/token?user={user}&mfa=true");
    }

    /// <summary>A name of a file that is not there yet.</summary>
    public string NewFile(string ending) => Path.Combine(_state.Path, $"{Interlocked.Increment(ref _files)}.{ending}");

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Processes) await process.DisposeAsync();
        await _live.DisposeAsync();
        await _service.DisposeAsync();
        await Vault.DisposeAsync();
        await _provider.DisposeAsync();
        _state.Dispose();
    }

    // The clock of a process stands as the world's does when it starts.
    private IEnumerable<string> CommandOf()
    {
        var shift = Time.GetUtcNow() - TimeProvider.System.GetUtcNow();
        return shift < TimeSpan.FromHours(1) ? ChildProgram.Dotnet("TenantGateway") : [.. ChildProgram.Dotnet("TenantGateway.Faults"), ShiftedGateway.Verb, $"{shift.Ticks}"];
    }

    private Dictionary<string, string?> SettingsOf(GatewayProcess process) => DemoConfiguration.For(new DemoGatewayOptions
    {
        DataPlane = process.Data,
        AdminPlane = process.Admin,
        Issuer = _provider.Issuer,
        Crm = _service.Address,
        DataDirectory = _state.Path,
        Overrides = Together(
        [
            .. KeyVaultSettings.For(Vault, process.Role == "proxy" ? ProxyIdentity : AdminIdentity),
            new("Gateway:Listen:Probes", process.Probes.GetLeftPart(UriPartial.Authority)),
            new("Gateway:Changes:PollSeconds", "1"),
            // One address and one tenant stand for many.
            new("Gateway:Limits:PenaltySeconds", "0"),
            new("Gateway:Limits:AddressFailuresPerSecond", "100000"),
            new("Gateway:Quotas:RequestsPerSecond", "100000"),
            new("ReverseProxy:Routes:live:ClusterId", "live"),
            new("ReverseProxy:Routes:live:Match:Path", "/live/{**rest}"),
            new("ReverseProxy:Routes:live:Metadata:Policy", "live"),
            new("ReverseProxy:Clusters:live:Destinations:only:Address", _live.Address.AbsoluteUri),
            .. Plan.Settings,
            .. Plan.Own(process.Place),
        ]),
    });

    /// <summary>Of settings that are given twice the last counts.</summary>
    private static Dictionary<string, string?> Together(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var together = new Dictionary<string, string?>();
        foreach (var (key, value) in settings) together[key] = value;
        return together;
    }

    /// <summary>Creates a tenant of the organization that is called as it is.</summary>
    public Task CreateAsync(string id) => Desk.DoneAsync("admin@operator", "tenants", "create", id, "--name", id, "--organization", $"{_provider.Issuer}=org_{id}", "--reason", "new");

    private async Task CreateTenantAsync(string id, CancellationToken cancellationToken)
    {
        await CreateAsync(id);
        foreach (var replica in Replicas)
        {
            using var member = await Member.OfAsync(this, replica, $"agent@{id}");
            await Until.TrueAsync(async () => (await member.GetAsync("crm/contacts/none")).Status == 404, cancellationToken);
        }
    }

    private Task AnswerAsync(HttpContext context, ReceivedRequest request)
    {
        _service.Received.Clear();
        return Rows.AnswerAsync(context, request);
    }

    private static async Task ChatAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await socket.SendAsync("x"u8.ToArray(), WebSocketMessageType.Text, true, context.RequestAborted);
            await Task.Delay(Chatter, context.RequestAborted);
        }
    }
}
