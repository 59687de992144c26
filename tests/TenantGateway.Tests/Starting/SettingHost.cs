using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TenantGateway.Demo.Gateways;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.Starting;

/// <summary>Settings with which a gateway would start, and what it says of others.</summary>
internal sealed class SettingHost : IDisposable
{
    private readonly TemporaryDirectory _state = new();

    public SettingHost()
    {
        SamplePolicies.CopyTo(Path.Combine(_state.Path, "policies"));
        Valid = new()
        {
            ["Gateway:Storage:Directory"] = Path.Combine(_state.Path, "gateway"),
            ["Gateway:Keys:Local:Directory"] = Path.Combine(_state.Path, "keys"),
            ["Gateway:Keys:Local:AllowInProduction"] = "local-keys-in-production",
            ["Gateway:Policies:Directory"] = Path.Combine(_state.Path, "policies"),
            ["Gateway:Issuers:0:Issuer"] = "https://login.example.com/",
            ["Gateway:Issuers:0:DataAudience"] = "https://api.example.com",
        };
    }

    public Dictionary<string, string?> Valid { get; }

    public string Directory => _state.Path;

    public void Dispose() => _state.Dispose();

    /// <summary>A gateway with the valid settings and some others, not started.</summary>
    public IHost Create(IEnumerable<KeyValuePair<string, string?>> others, Action<IServiceCollection>? services = null)
    {
        var settings = new Dictionary<string, string?>(Valid);
        foreach (var (key, value) in others) settings[key] = value;
        return Gateway.CreateHost(["--contentRoot", AppContext.BaseDirectory], configuration => configuration.AddInMemoryCollection(settings), services);
    }

    /// <summary>What the gateway says at start of the valid settings with some others; empty where it takes them.</summary>
    public IReadOnlyList<string> Failures(IEnumerable<KeyValuePair<string, string?>> others)
    {
        try
        {
            using var host = Create(others);
            host.Services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (Exception refused)
        {
            return [.. GatewayStartup.ReasonsOf(refused)];
        }
    }
}
