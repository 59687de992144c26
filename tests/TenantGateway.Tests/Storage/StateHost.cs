using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TenantGateway.Auditing;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys;
using TenantGateway.Storage;

namespace TenantGateway.Tests.Storage;

/// <summary>The three modules that keep state, in a host of their own over a directory that outlives it.</summary>
internal sealed class StateHost : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _hasEnded;

    private StateHost(IHost host) => _host = host;

    internal static async Task<StateHost> StartAsync(
        TempDirectory directory, Action<IServiceCollection>? services = null, Dictionary<string, string?>? settings = null, string environment = "Development")
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateway:Storage:Directory"] = directory["state"],
            ["Gateway:Keys:Local:Directory"] = directory["keys"],
        });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddStorage(builder.Configuration).AddKeys(builder.Configuration, GatewayRole.All).AddAuditing(builder.Configuration, GatewayRole.All);
        builder.Services.AddSingleton<ITenantDirectory, StoredTenants>();
        services?.Invoke(builder.Services);
        var host = builder.Build();
        try
        {
            await host.StartAsync();
            return new StateHost(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    internal T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    internal async Task<CreateTenantOutcome> CreateTenantAsync(string id) => await Get<ITenantProvisioning>().CreateAsync(TenantOf(id), CancellationToken.None);

    internal static Tenant TenantOf(string id) => new()
    {
        Id = TenantId.Parse(id),
        DisplayName = id,
        State = TenantState.Active,
        Organizations = [new OrganizationBinding("https://login.example/", "org_" + id)],
        Hosts = [id + ".example"],
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    public async ValueTask DisposeAsync()
    {
        if (_hasEnded) return;
        _hasEnded = true;
        using (_host) await _host.StopAsync();
    }
}
