using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Demo.Gateways;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.World;

/// <summary>
/// A gateway with everything around it in one process, over real sockets on free ports: the demo's identity provider in front, a recording service
/// (or whatever a test names) behind, the demo's policy and the two sample tenants.
/// </summary>
internal sealed class GatewayWorld : IAsyncDisposable
{
    private static readonly Dictionary<string, string?> Http2Cluster = new()
    {
        ["ReverseProxy:Clusters:crm:HttpRequest:Version"] = "2",
        ["ReverseProxy:Clusters:crm:HttpRequest:VersionPolicy"] = "RequestVersionExact",
    };

    private readonly TemporaryDirectory? _ownState;
    private readonly DemoIdentityProvider _provider;

    private GatewayWorld(TemporaryDirectory? ownState, string state, DemoIdentityProvider provider, RecordingService service, DemoGateway gateway)
    {
        (_ownState, StateDirectory, _provider, Service, Gateway) = (ownState, state, provider, service, gateway);
        var server = gateway.Services.GetRequiredService<IServer>();
        var addresses = (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Select(address => new Uri(address)).ToArray();
        (DataPlane, DataPlaneHttp2, AdminPlane) = (addresses[0], addresses[1], addresses[^1]);
        Client = LoopbackClient.Create(DataPlane);
        Admin = LoopbackClient.Create(AdminPlane);
    }

    public string StateDirectory { get; }

    public string PolicyFile => Path.Combine(DemoConfiguration.PoliciesIn(StateDirectory), SamplePolicies.FileName);

    public RecordingService Service { get; }

    public DemoGateway Gateway { get; }

    public Uri DataPlane { get; }

    /// <summary>Cleartext HTTP/2 with prior knowledge, unless a test takes the listener away.</summary>
    public Uri DataPlaneHttp2 { get; }

    public Uri AdminPlane { get; }

    public Uri Issuer => _provider.Issuer;

    /// <summary>Calls the data plane in HTTP/1.1.</summary>
    public HttpClient Client { get; }

    public HttpClient Admin { get; }

    /// <param name="overrides">Configuration that overrules the demo's own, such as <c>ReverseProxy:...</c>.</param>
    /// <param name="stateDirectory">State that outlives this world; null for one of its own.</param>
    /// <param name="identityProviderPort">The port of the identity provider, to keep its issuer over a restart; 0 for a free one.</param>
    /// <param name="policies">Policies beside the demo's, or in its place, by file name.</param>
    /// <param name="services">Services that replace the gateway's own.</param>
    /// <param name="time">The clock of the gateway and of its identity provider; null for the system's.</param>
    /// <param name="browserLogin">Whether people log in at a browser.</param>
    /// <param name="http2Service">Whether the gateway speaks HTTP/2 to the service, with prior knowledge.</param>
    public static async Task<GatewayWorld> StartAsync(
        IReadOnlyDictionary<string, string?>? overrides = null, string? stateDirectory = null, int identityProviderPort = 0,
        IReadOnlyDictionary<string, string>? policies = null, Action<IServiceCollection>? services = null, bool http2Service = false, TimeProvider? time = null, bool browserLogin = false)
    {
        var ownState = stateDirectory is null ? new TemporaryDirectory() : null;
        var state = stateDirectory ?? ownState?.Path ?? throw new InvalidOperationException();
        var provider = await DemoIdentityProvider.StartAsync(
            new DemoIdentityProviderOptions { Port = identityProviderPort, DataDirectory = state, TimeProvider = time ?? TimeProvider.System }, CancellationToken.None);
        var service = await RecordingService.StartAsync();
        foreach (var (file, json) in policies ?? new Dictionary<string, string>())
        {
            var folder = Directory.CreateDirectory(DemoConfiguration.PoliciesIn(state));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, file), json);
        }

        try
        {
            var gateway = await StartGatewayAsync(provider, service, state, overrides, services, http2Service, time, browserLogin);
            return new GatewayWorld(ownState, state, provider, service, gateway);
        }
        catch
        {
            await service.DisposeAsync();
            await provider.DisposeAsync();
            ownState?.Dispose();
            throw;
        }
    }

    private static Task<DemoGateway> StartGatewayAsync(
        DemoIdentityProvider provider, RecordingService service, string state, IReadOnlyDictionary<string, string?>? overrides, Action<IServiceCollection>? services, bool http2Service, TimeProvider? time, bool browserLogin)
    {
        var anyPort = new Uri("http://127.0.0.1:0");
        // The addresses of both planes are part of how the gateway is registered.
        var ports = browserLogin ? DemoProcess.FreePortBase() : 0;
        var (adminPlane, dataPlane) = browserLogin ? (AtPort(ports), AtPort(ports + 1)) : (anyPort, anyPort);
        var login = browserLogin ? DemoLoginClient.OpenOrCreate(state, adminPlane, dataPlane) : null;
        if (login is not null) provider.Clients.Add(login);
        var settings = new Dictionary<string, string?>([.. http2Service ? Http2Cluster : [], .. overrides ?? new Dictionary<string, string?>()]);
        // On a machine with many tests the disk or a core may be away for seconds.
        settings.TryAdd("Gateway:Audit:CommitTimeoutSeconds", "30");
        return DemoGateway.StartAsync(
            new DemoGatewayOptions
            {
                DataPlane = dataPlane,
                DataPlaneHttp2 = anyPort,
                AdminPlane = adminPlane,
                Login = login,
                Issuer = provider.Issuer,
                Crm = http2Service ? service.Http2Address : service.Address,
                DataDirectory = state,
                Overrides = settings,
                Services = added =>
                {
                    if (time is not null) added.AddSingleton(time);
                    services?.Invoke(added);
                },
            },
            CancellationToken.None);
    }

    private static Uri AtPort(int port) => new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;

    /// <param name="user">One of the demo's accounts, such as <c>agent@acme</c>.</param>
    /// <param name="more">Further query of the demo's token endpoint.</param>
    public async Task<string> TokenAsync(string user, string more = "&mfa=true")
    {
        using var client = LoopbackClient.Create(Issuer);
        return await client.GetStringAsync($"demo/token?user={user}{more}");
    }

    /// <summary>Sends a request to the data plane with a fresh token of a user, or with none.</summary>
    public async Task<HttpResponseMessage> SendAsync(string? user, HttpMethod method, string path, string? json = null, string? host = null)
    {
        using var request = LoopbackClient.Request(method, path, json);
        if (user is not null) request.With("Authorization", $"Bearer {await TokenAsync(user)}");
        if (host is not null) request.Headers.Host = host;
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        // Each of them, whatever becomes of the others: what stays would go on beside all later tests.
        using var state = _ownState;
        await using var provider = _provider;
        await using var service = Service;
        await using var gateway = Gateway;
        Client.Dispose();
        Admin.Dispose();
    }

    /// <summary>Counts an instrument of this gateway alone while something happens.</summary>
    internal async Task<long> CountAsync(string instrument, Func<Task> action)
    {
        var factory = Gateway.Services.GetRequiredService<IMeterFactory>();
        long count = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (published, self) =>
        {
            if (published.Name == instrument && ReferenceEquals(published.Meter.Scope, factory)) self.EnableMeasurementEvents(published);
        };
        listener.SetMeasurementEventCallback<long>((_, measured, _, _) => Interlocked.Add(ref count, measured));
        listener.Start();
        await action();
        return Interlocked.Read(ref count);
    }
}
