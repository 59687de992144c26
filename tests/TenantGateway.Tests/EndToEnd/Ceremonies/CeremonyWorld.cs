using TenantGateway.Demo.Gateways;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.KeyVault;
using TenantGateway.Tests.Cli;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Keys.Rotation;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.EndToEnd.Ceremonies;

/// <summary>A gateway as a process of its own with its keys in a Key Vault, a customer with another one, an identity provider, and a service that keeps rows.</summary>
internal sealed class CeremonyWorld : IAsyncDisposable
{
    // All but purge: the vault protects what is deleted.
    private static readonly string[] Rights = ["create", "get", "list", "update", "wrapKey", "unwrapKey", "sign", "rotate", "delete", "recover", "getrotationpolicy", "setrotationpolicy"];

    private readonly TemporaryDirectory _state;
    private readonly ShiftedTime _time;
    private readonly DemoIdentityProvider _provider;
    private readonly RecordingService _service;
    private readonly GatewayProcess _process = new("all", 0, []);

    private CeremonyWorld(TemporaryDirectory state, ShiftedTime time, DemoIdentityProvider provider, VaultServer vault, VaultServer customers, RecordingService service)
    {
        (_state, _time, _provider, Vault, Customers, _service) = (state, time, provider, vault, customers, service);
        _service.Answer = Rows.AnswerAsync;
    }

    /// <summary>The deployment's.</summary>
    public VaultServer Vault { get; }

    public VaultServer Customers { get; }

    public RowService Rows { get; } = new();

    public Uri Admin => _process.Admin;

    public Uri Data => _process.Data;

    public string Issuer => _provider.Issuer.AbsoluteUri;

    public string StateDirectory => Path.Combine(_state.Path, "gateway");

    public string RecordDirectory => Path.Combine(_state.Path, "record");

    public static async Task<CeremonyWorld> StartAsync()
    {
        var (state, time) = (new TemporaryDirectory(), new ShiftedTime());
        var provider = await DemoIdentityProvider.StartAsync(new DemoIdentityProviderOptions { DataDirectory = state.Path, TimeProvider = time }, CancellationToken.None);
        var vault = await VaultServer.StartAsync(new VaultServerOptions { Time = time });
        var customers = await VaultServer.StartAsync(
            new VaultServerOptions { Host = "acme.vault.localhost", DirectoryId = "99999999-8888-7777-6666-555555555555", SharesLoginWith = vault, Time = time });
        var world = new CeremonyWorld(state, time, provider, vault, customers, await RecordingService.StartAsync());
        vault.Permit(VaultServer.ClientId, Rights);
        customers.Permit(VaultServer.ClientId, []);
        Directory.CreateDirectory(world.RecordDirectory);
        SamplePolicies.CopyTo(DemoConfiguration.PoliciesIn(state.Path));
        await world.StartGatewayAsync();
        return world;
    }

    public async Task StartGatewayAsync()
    {
        var shift = _time.GetUtcNow() - TimeProvider.System.GetUtcNow();
        _process.Start(
            shift < TimeSpan.FromHours(1) ? ChildProgram.Dotnet("TenantGateway") : [.. ChildProgram.Dotnet("TenantGateway.Tests"), ShiftedGateway.Verb, $"{shift.Ticks}"],
            Settings());
        await _process.ReadyAsync(CancellationToken.None);
    }

    public Task StopGatewayAsync() => _process.StopAsync();

    /// <summary>Lets days pass: the gateway is ended and started so much later.</summary>
    public async Task PassDaysAsync(int days)
    {
        await StopGatewayAsync();
        _time.Advance(TimeSpan.FromDays(days));
        await StartGatewayAsync();
    }

    public async Task CreateTenantAsync(string id)
    {
        var ran = await TgwAsync("admin@operator", ["tenants", "create", id, "--name", id, "--organization", $"{Issuer}=org_{id}", "--host", $"{id}.example", "--reason", "a customer"]);
        Assert.True(ran.Exit == 0, ran.Error);
    }

    /// <summary>A member writes a row.</summary>
    public async Task WriteAsync(string tenant)
    {
        using var client = LoopbackClient.Create(Data);
        using var request = LoopbackClient.Request(HttpMethod.Post, "crm/contacts", """{"name":"Ada Lovelace","email":"ada@example.com"}""").With("Authorization", $"Bearer {await TokenAsync($"agent@{tenant}")}");
        Assert.Equal(201, (int)(await client.ExchangeAsync(request)).Status);
    }

    /// <summary>An access token of somebody who has logged in right now.</summary>
    public async Task<string> TokenAsync(string user)
    {
        using var client = LoopbackClient.Create(_provider.Issuer);
        return await client.GetStringAsync($"demo/token?user={user}&mfa=true");
    }

    public async Task<Ran> TgwAsync(string user, IEnumerable<string> arguments) => await Tgw.RunAsync(Admin.AbsoluteUri, await TokenAsync(user), TimeSpan.FromSeconds(60), [.. arguments]);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _service.DisposeAsync();
        await Customers.DisposeAsync();
        await Vault.DisposeAsync();
        await _provider.DisposeAsync();
        _state.Dispose();
    }

    private Dictionary<string, string?> Settings() => DemoConfiguration.For(new DemoGatewayOptions
    {
        DataPlane = Data,
        AdminPlane = Admin,
        Issuer = _provider.Issuer,
        Crm = _service.Address,
        DataDirectory = _state.Path,
        Overrides = new Dictionary<string, string?>(KeyVaultSettings.For(Vault, VaultServer.ClientId))
        {
            ["Gateway:Keys:PromotionWaitSeconds"] = "2",
            ["Gateway:Keys:ProbeSeconds"] = "1",
            ["Gateway:Changes:PollSeconds"] = "1",
            ["Gateway:Drain:WaitSeconds"] = "0",
            ["Gateway:Limits:PenaltySeconds"] = "0",
        },
    });
}
