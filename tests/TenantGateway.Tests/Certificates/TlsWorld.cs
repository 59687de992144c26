using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Certificates;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Certificates;

/// <summary>
/// A gateway whose planes speak TLS, with three certificates: for <c>localhost</c> and loopback, for <c>acme.localhost</c>, and for <c>*.localhost</c>.
/// The files are looked at only when a test says so.
/// </summary>
public sealed class TlsWorld : IAsyncLifetime, IAsyncDisposable
{
    private readonly TemporaryDirectory _files = new();
    private GatewayWorld? _world;

    public TlsWorld() => Pki = new TestPki(_files.Path);

    internal GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    internal TestPki Pki { get; }

    internal LogRecorder Logs { get; } = new();

    internal string CertificateFile => Path.Combine(_files.Path, "default.pem");

    internal string KeyFile => Path.Combine(_files.Path, "default.key");

    internal TlsCaller Data => new(World.DataPlane, Pki.Authority);

    internal TlsCaller Admin => new(World.AdminPlane, Pki.Authority);

    /// <param name="more">Further settings, made with the authority's files.</param>
    /// <param name="policies">Policies beside the demo's.</param>
    internal static async Task<TlsWorld> StartAsync(Func<TestPki, Dictionary<string, string?>>? more = null, IReadOnlyDictionary<string, string>? policies = null)
    {
        var world = new TlsWorld();
        await world.StartGatewayAsync(more?.Invoke(world.Pki) ?? [], policies);
        return world;
    }

    public Task InitializeAsync() => StartGatewayAsync([], null);

    /// <summary>Looks at the files as often as a change needs to be taken.</summary>
    internal void Look()
    {
        for (var i = 0; i < 2; i++)
        {
            foreach (var file in World.Gateway.Services.GetRequiredService<CertificateFiles>().Watched) file.Refresh();
        }
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_world is not null) await _world.DisposeAsync();
        Pki.Dispose();
        Logs.Dispose();
        _files.Dispose();
    }

    private async Task StartGatewayAsync(Dictionary<string, string?> more, IReadOnlyDictionary<string, string>? policies)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Gateway:Listen:Data"] = "https://127.0.0.1:0",
            ["Gateway:Listen:Admin"] = "https://127.0.0.1:0",
            ["Gateway:Certificates:PollSeconds"] = "3600",
            ["Gateway:Hosts:Shared:2"] = "xn--bcher-kva.example",
        };
        (string Name, string[] For)[] certificates = [("default", ["localhost", "127.0.0.1"]), ("acme", ["acme.localhost"]), ("wildcard", ["*.localhost", "xn--bcher-kva.example"])];
        for (var i = 0; i < certificates.Length; i++)
        {
            var (certificate, key) = Pki.Write(certificates[i].Name, Pki.Issue(certificates[i].For));
            settings[$"Gateway:Tls:Certificates:{i}:Certificate"] = certificate;
            settings[$"Gateway:Tls:Certificates:{i}:Key"] = key;
        }

        foreach (var (key, value) in more) settings[key] = value;
        _world = await GatewayWorld.StartAsync(settings, policies: policies, services: Logs.AddTo);
    }
}
