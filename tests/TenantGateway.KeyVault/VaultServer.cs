using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TenantGateway.KeyVault;

/// <summary>A Key Vault with its login endpoint on loopback.</summary>
public sealed class VaultServer : IAsyncDisposable
{
    public const string ClientId = "66666666-7777-8888-9999-000000000000";

    private readonly ServerPki _pki;
    private readonly LoginState _logins;
    private readonly VaultState _state;
    private readonly VaultServerOptions _options;
    private readonly string _directory;
    private readonly LoginRequests _login;
    private readonly VaultApi _api;
    private readonly List<WebApplication> _applications = [];

    private VaultServer(VaultServerOptions options)
    {
        _options = options;
        _pki = options.SharesLoginWith?._pki ?? ServerPki.Create();
        _logins = options.SharesLoginWith?._logins ?? new LoginState();
        _state = new VaultState(options.Time, _logins);
        _login = new LoginRequests(_logins, options.Time, Logins);
        _api = new VaultApi(_state, () => Lag, () => PageSize);
        _directory = options.Directory ?? System.IO.Directory.CreateTempSubdirectory("key-vault-").FullName;
    }

    public FaultScript Faults { get; } = new();

    public RequestLog Requests { get; } = new();

    public RequestLog Logins { get; } = new();

    /// <summary>How often a deletion or recovery is still hidden from those who ask.</summary>
    public int Lag { get; set; }

    /// <summary>The most versions in a page of a list; the real service has 25.</summary>
    public int PageSize { get; set; } = 25;

    /// <summary>How the login endpoint answers: <c>ok</c>, <c>gone</c>, <c>secret-expired</c>, <c>down</c>, <c>hang</c>.</summary>
    public string Login
    {
        get => _login.Mode;
        set => _login.Mode = value;
    }

    public Uri Address { get; private set; } = new("https://localhost/");

    public Uri LoginAddress { get; private set; } = new("https://localhost/");

    public Uri? ControlAddress { get; private set; }

    public string DirectoryId => _options.DirectoryId;

    public string CaFile => Path.Combine(_directory, "ca.pem");

    public string TokenFile => Path.Combine(_directory, "federated-token");

    public static async Task<VaultServer> StartAsync(VaultServerOptions? options = null)
    {
        var server = new VaultServer(options ?? new VaultServerOptions());
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Enables or disables every version of a key, as a customer would at the portal.</summary>
    public void SetEnabled(string name, bool enabled)
    {
        lock (_state.Gate)
        {
            foreach (var version in _state.Live[name].Versions) version.Enabled = enabled;
        }
    }

    /// <summary>Makes an RSA key, or a further version of it, as its owner would at the portal.</summary>
    /// <returns>Its identifier with the version.</returns>
    public string CreateKey(string name, IReadOnlyDictionary<string, string>? tags = null)
    {
        lock (_state.Gate)
        {
            if (!_state.Live.TryGetValue(name, out var key)) _state.Live[name] = key = new StoredKey(name);
            key.Versions.Add(_state.NewRsa(2048, false, ["wrapKey", "unwrapKey"]));
            foreach (var (tag, value) in tags ?? new Dictionary<string, string>()) key.Newest.Tags[tag] = value;
            return VaultJsonModel.Kid(Address.GetLeftPart(UriPartial.Authority), key, key.Newest);
        }
    }

    /// <summary>The names of keys that can be recovered.</summary>
    public IReadOnlyCollection<string> DeletedKeys
    {
        get
        {
            lock (_state.Gate) return [.. _state.Deleted.Values.Where(key => key.PurgedAt > _state.Now).Select(key => key.Name)];
        }
    }

    /// <summary>Deletes a key with all its versions, as its owner would at the portal.</summary>
    public void DeleteKey(string name)
    {
        lock (_state.Gate) _api.Delete(name);
    }

    /// <summary>Brings a deleted key back.</summary>
    public void RecoverKey(string name)
    {
        lock (_state.Gate) _api.Recover(name);
    }

    /// <summary>How many versions a key has.</summary>
    public int CountVersions(string name)
    {
        lock (_state.Gate) return _state.Live[name].Versions.Count;
    }

    /// <summary>The identifier of a key's newest version.</summary>
    public string NewestVersion(string name)
    {
        lock (_state.Gate) return VaultJsonModel.Kid(Address.GetLeftPart(UriPartial.Authority), _state.Live[name], _state.Live[name].Newest);
    }

    /// <summary>Sets what a principal may do; null: everything.</summary>
    public void Permit(string clientId, string[]? permissions)
    {
        lock (_state.Gate)
        {
            if (permissions is null) _state.Permissions.Remove(clientId);
            else _state.Permissions[clientId] = permissions;
        }
    }

    /// <summary>Tokens given so far are refused until they are asked for with further claims (continuous access evaluation).</summary>
    public void RevokeTokens()
    {
        lock (_logins.Gate)
        {
            foreach (var token in _logins.Tokens.Keys) _logins.Revoked.Add(token);
            _logins.Tokens.Clear();
            _logins.DemandsClaims = true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var application in _applications) await application.DisposeAsync();
        if (_options.SharesLoginWith is null) _pki.Dispose();
        if (_options.Directory is null) System.IO.Directory.Delete(_directory, recursive: true);
    }

    private async Task StartAsync()
    {
        System.IO.Directory.CreateDirectory(_directory);
        await File.WriteAllTextAsync(CaFile, _pki.Authority.ExportCertificatePem());
        await File.WriteAllTextAsync(TokenFile, "a.federated.token");
        LoginAddress = _options.SharesLoginWith?.LoginAddress ?? new Uri($"https://localhost:{await ListenAsync(_options.LoginPort, true, _login.HandleAsync)}/");
        var requests = new VaultRequests(_state, _api, Faults, Requests, DirectoryId, LoginAddress);
        Address = new Uri($"https://{_options.Host}:{await ListenAsync(_options.Port, true, requests.HandleAsync)}/");
        if (_options.ControlPort >= 0) ControlAddress = new Uri($"http://127.0.0.1:{await ListenAsync(_options.ControlPort, false, new ControlRequests(this).HandleAsync)}/");
    }

    private async Task<int> ListenAsync(int port, bool secure, Microsoft.AspNetCore.Http.RequestDelegate handle)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (secure) listen.UseHttps(_pki.Server);
        }));
        // A client that hangs must not hold the end of a test.
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        var application = builder.Build();
        _applications.Add(application);
        application.Run(handle);
        await application.StartAsync();
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return new Uri(addresses.Single()).Port;
    }
}
