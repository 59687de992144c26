using System.Text.Json.Nodes;
using TenantGateway.Faults.Load;
using TenantGateway.Demo.Gateways;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Identity;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Tenants;

/// <summary>Two gateways over states that differ in the number of tenants alone; made when the first row asks for them.</summary>
internal sealed class TenantStage(int many) : IAsyncDisposable
{
    public const int Few = 10;

    private readonly TemporaryDirectory _state = new();
    private readonly List<MeasuredGateway> _gateways = [];
    private DemoIdentityProvider? _provider;
    private TestIssuer? _issuer;
    private RecordingService? _service;

    public int Many { get; } = many;

    public MeasuredGateway OfFew => _gateways[0];

    public MeasuredGateway OfMany => _gateways[1];

    /// <summary>The process beside the gateway of many that changes its state.</summary>
    public TenantFill Fill { get; private set; } = null!; // set before anybody can ask

    public static string TenantAt(int number) => $"tenant-{number % Few}";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_gateways.Count > 0) return;
        _provider = await DemoIdentityProvider.StartAsync(new DemoIdentityProviderOptions { DataDirectory = _state.Path }, cancellationToken);
        _issuer = await TestIssuer.StartAsync(TestKey.Third);
        _service = await RecordingService.StartAsync();
        _service.Answer = (context, _) =>
        {
            _service.Received.Clear();
            return RecordingService.WriteAsync(context, 200, "application/json", "{\"status\":\"new\"}"u8.ToArray());
        };
        var (few, full) = (Path.Combine(_state.Path, "few"), Path.Combine(_state.Path, "many"));
        await using (var fill = await TenantFill.StartAsync(SettingsOf(few, DemoProcess.FreePortBase())))
        {
            for (var i = 0; i < Few; i++) await fill.ProvisionAsync(TenantAt(i), _issuer.Name);
        }

        Copy(few, full);
        foreach (var state in (string[])[few, full])
        {
            var settings = SettingsOf(state, DemoProcess.FreePortBase());
            if (state == full)
            {
                Fill = await TenantFill.StartAsync(settings);
                await Fill.StoreAsync(Many, TenantAt(0), _issuer.Name);
            }

            _gateways.Add(await MeasuredGateway.StartAsync(settings, cancellationToken));
        }
    }

    public string MemberToken(int number)
    {
        var issuer = _issuer ?? throw new InvalidOperationException("Not started.");
        var draft = issuer.Draft(TimeProvider.System.GetUtcNow(), organization: $"org_{TenantAt(number)}");
        draft.Payload["roles"] = new JsonArray(DemoAccounts.ContactsAgentRole);
        return draft.Sign();
    }

    public async Task<string> AdminTokenAsync()
    {
        using var client = LoopbackClient.Create(_provider?.Issuer ?? throw new InvalidOperationException("Not started."));
        return await client.GetStringAsync("demo/token?user=admin@operator&mfa=true");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways) await gateway.DisposeAsync();
        if (Fill is not null) await Fill.DisposeAsync();
        if (_service is not null) await _service.DisposeAsync();
        if (_issuer is not null) await _issuer.DisposeAsync();
        if (_provider is not null) await _provider.DisposeAsync();
        _state.Dispose();
    }

    private Dictionary<string, string?> SettingsOf(string state, int ports)
    {
        SamplePolicies.CopyTo(DemoConfiguration.PoliciesIn(state));
        return DemoConfiguration.For(new DemoGatewayOptions
        {
            DataPlane = new Uri($"http://127.0.0.1:{ports}/"),
            AdminPlane = new Uri($"http://127.0.0.1:{ports + 1}/"),
            Issuer = _provider?.Issuer ?? throw new InvalidOperationException("Not started."),
            Crm = _service?.Address ?? throw new InvalidOperationException("Not started."),
            DataDirectory = state,
            Overrides = new Dictionary<string, string?>
            {
                ["Gateway:Changes:PollSeconds"] = "1",
                ["Gateway:Quotas:RequestsPerSecond"] = "100000",
                ["Gateway:Quotas:Burst"] = "100000",
                ["Gateway:Issuers:1:Issuer"] = _issuer?.Name,
                ["Gateway:Issuers:1:DevelopmentOnly"] = "true",
                ["Gateway:Issuers:1:DataAudience"] = TestIssuer.DataAudience,
            },
        });
    }

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
        {
            var copy = Directory.CreateDirectory(folder.Replace(from, to, StringComparison.Ordinal));
            // A gateway refuses keys in a folder that others may enter.
            if (!OperatingSystem.IsWindows()) copy.UnixFileMode = File.GetUnixFileMode(folder);
        }

        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories)) File.Copy(file, file.Replace(from, to, StringComparison.Ordinal));
    }
}
