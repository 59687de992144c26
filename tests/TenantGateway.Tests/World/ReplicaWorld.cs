using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Demo.Gateways;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.World;

/// <summary>Several gateways on one database, with one identity provider in front and one service behind.</summary>
internal sealed class ReplicaWorld : IAsyncDisposable
{
    private readonly TemporaryDirectory _state;
    private readonly DemoIdentityProvider _provider;
    private readonly HttpClient _login;

    private ReplicaWorld(TemporaryDirectory state, DemoIdentityProvider provider, RecordingService service)
    {
        (_state, _provider, Service) = (state, provider, service);
        _login = LoopbackClient.Create(provider.Issuer);
    }

    public RecordingService Service { get; }

    public List<Replica> Replicas { get; } = [];

    /// <param name="count">How many gateways.</param>
    /// <param name="settings">Of all of them.</param>
    /// <param name="services">Services that replace those of one of them, by its number.</param>
    public static async Task<ReplicaWorld> StartAsync(int count, IReadOnlyDictionary<string, string?> settings, Action<int, IServiceCollection>? services = null)
    {
        var state = new TemporaryDirectory();
        var provider = await DemoIdentityProvider.StartAsync(new DemoIdentityProviderOptions { DataDirectory = state.Path }, CancellationToken.None);
        var world = new ReplicaWorld(state, provider, await RecordingService.StartAsync());
        try
        {
            for (var i = 0; i < count; i++) await world.AddAsync(settings, services);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>One more, with a folder of policies of its own.</summary>
    public async Task<Replica> AddAsync(IReadOnlyDictionary<string, string?> settings, Action<int, IServiceCollection>? services = null)
    {
        var number = Replicas.Count;
        var policies = Path.Combine(_state.Path, $"policies-{number}");
        SamplePolicies.CopyTo(policies);
        var anyPort = new Uri("http://127.0.0.1:0");
        var gateway = await DemoGateway.StartAsync(
            new DemoGatewayOptions
            {
                DataPlane = anyPort,
                AdminPlane = anyPort,
                Issuer = _provider.Issuer,
                Crm = Service.Address,
                DataDirectory = _state.Path,
                Overrides = new Dictionary<string, string?>(settings) { ["Gateway:Policies:Directory"] = policies },
                Services = added => services?.Invoke(number, added),
            },
            CancellationToken.None);
        var replica = new Replica(gateway, Path.Combine(policies, SamplePolicies.FileName));
        Replicas.Add(replica);
        return replica;
    }

    public Task<string> TokenAsync(string user) => _login.GetStringAsync($"demo/token?user={user}&mfa=true");

    public async Task<Answer> GetAsync(Replica replica, string token)
    {
        using var request = LoopbackClient.Request(HttpMethod.Get, "crm/contacts").With("Authorization", $"Bearer {token}");
        return await Answer.ReadAsync(await replica.Data.SendAsync(request));
    }

    /// <summary>A change by an admin.</summary>
    public async Task ChangeAsync(Replica replica, string path)
    {
        using var request = LoopbackClient.Request(HttpMethod.Post, $"admin/{path}").With("Authorization", $"Bearer {await TokenAsync("admin@operator")}").With("X-Reason", "test");
        using var response = await replica.Admin.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas) await replica.DisposeAsync();
        _login.Dispose();
        await Service.DisposeAsync();
        await _provider.DisposeAsync();
        _state.Dispose();
    }
}

/// <summary>One of several gateways.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly DemoGateway _gateway;
    private bool _stopped;

    public Replica(DemoGateway gateway, string policyFile)
    {
        (_gateway, PolicyFile) = (gateway, policyFile);
        var addresses = gateway.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.Select(address => new Uri(address)).ToArray() ?? [];
        (Data, Admin) = (LoopbackClient.Create(addresses[0]), LoopbackClient.Create(addresses[^1]));
    }

    public HttpClient Data { get; }

    public HttpClient Admin { get; }

    public string PolicyFile { get; }

    public T Get<T>()
        where T : notnull => _gateway.Services.GetRequiredService<T>();

    /// <summary>What a probe says of one check: <c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</summary>
    public async Task<string?> HealthAsync(string check) =>
        System.Text.Json.Nodes.JsonNode.Parse(await Admin.GetStringAsync("healthz/ready"))?["checks"]?[check]?["status"]?.ToString();

    public async ValueTask DisposeAsync()
    {
        if (_stopped) return;
        _stopped = true;
        Data.Dispose();
        Admin.Dispose();
        await _gateway.DisposeAsync();
    }
}
