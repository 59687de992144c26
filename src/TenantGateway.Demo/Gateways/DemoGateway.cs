using Microsoft.Extensions.Logging.Console;
using TenantGateway.Core.Tenants;
using TenantGateway.Demo.Hosting;
using TenantGateway.Demo.IdentityProvider;

namespace TenantGateway.Demo.Gateways;

/// <summary>The gateway itself, on embedded defaults, with the two sample tenants.</summary>
internal sealed class DemoGateway : IAsyncDisposable
{
    private readonly IHost _host;

    private DemoGateway(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    /// <exception cref="InvalidOperationException">The data directory holds tenants that are bound to another issuer.</exception>
    public static async Task<DemoGateway> StartAsync(DemoGatewayOptions options, CancellationToken cancellationToken)
    {
        SamplePolicies.CopyTo(DemoConfiguration.PoliciesIn(options.DataDirectory));
        string[] arguments = ["--environment", Environments.Development, "--contentRoot", AppContext.BaseDirectory];
        var host = Gateway.CreateHost(
            arguments,
            configuration => configuration.AddInMemoryCollection(DemoConfiguration.For(options)),
            services =>
            {
                services.AddSingleton<IHostLifetime, OwnedLifetime>();
                services.Configure<ConsoleLoggerOptions>(LoopbackApplication.LogToStandardError);
                services.Configure<HostOptions>(settings => settings.ShutdownTimeout = OwnedLifetime.ShutdownTimeout);
                options.Services?.Invoke(services);
            });
        try
        {
            await host.StartAsync(cancellationToken);
            await CreateTenantAsync(host, "acme", "Acme", DemoAccounts.AcmeOrganization, options.Issuer, cancellationToken);
            await CreateTenantAsync(host, "globex", "Globex", DemoAccounts.GlobexOrganization, options.Issuer, cancellationToken);
            return new DemoGateway(host);
        }
        catch
        {
            await Gateway.EndAsync(host);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using (_host) await _host.StopAsync(CancellationToken.None);
    }

    private static async Task CreateTenantAsync(IHost host, string id, string name, string organization, Uri issuer, CancellationToken cancellationToken)
    {
        var clock = host.Services.GetRequiredService<TimeProvider>();
        var outcome = await host.Services.GetRequiredService<ITenantProvisioning>().CreateAsync(
            new Tenant
            {
                Id = TenantId.Parse(id),
                DisplayName = name,
                State = TenantState.Active,
                Organizations = [new OrganizationBinding(issuer.AbsoluteUri, organization)],
                Hosts = [$"{id}.localhost"],
                CreatedAt = clock.GetUtcNow(),
            },
            cancellationToken);
        // Who was destroyed stays destroyed, also in a demo.
        var stored = host.Services.GetRequiredService<ITenantDirectory>().Find(TenantId.Parse(id));
        if (stored is { State: TenantState.Destroyed }) return;
        // Who was changed since stays as it is, if it is the same.
        if (outcome == CreateTenantOutcome.Conflict && stored?.Find(new OrganizationKey(issuer.AbsoluteUri, organization)) is null)
            throw new InvalidOperationException($"The data directory holds another tenant '{id}', made for another port base.");
    }
}
