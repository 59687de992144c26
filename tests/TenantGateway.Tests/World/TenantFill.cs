using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TenantGateway.Auditing;
using TenantGateway.Authentication;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys;
using TenantGateway.Storage;
using TenantGateway.Tenancy;

namespace TenantGateway.Tests.World;

/// <summary>
/// A process beside the gateways of one state that puts tenants into it. Most of them share a key-encryption key with one that was really provisioned: to make ten thousand would
/// take a quarter of an hour, and their keys are never unwrapped.
/// </summary>
internal sealed class TenantFill : IAsyncDisposable
{
    private readonly IHost _host;
    private uint _keys;

    private TenantFill(IHost host) => _host = host;

    /// <param name="settings">Those of the gateways.</param>
    public static async Task<TenantFill> StartAsync(IReadOnlyDictionary<string, string?> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services
            .AddStorage(builder.Configuration).AddKeys(builder.Configuration, GatewayRole.All).AddAuditing(builder.Configuration, GatewayRole.All)
            .AddAuthentication(builder.Configuration).AddTenancy(builder.Configuration);
        var host = builder.Build();
        await host.StartAsync();
        return new TenantFill(host);
    }

    /// <summary>Provisions a tenant as the admin plane does.</summary>
    public async Task ProvisionAsync(string id, string issuer) =>
        Assert.Equal(CreateTenantOutcome.Created, await Service<ITenantProvisioning>().CreateAsync(TenantOf(id, issuer), CancellationToken.None));

    /// <summary>Stores tenants with two organizations, a host and a generation of each line.</summary>
    /// <param name="count">How many.</param>
    /// <param name="like">Whose wrapped keys they get.</param>
    /// <param name="issuer">Of their organizations.</param>
    public async Task StoreAsync(int count, string like, string issuer)
    {
        var models = (await Service<IGenerationStore>().ListAsync(CancellationToken.None)).Where(record => record.Tenant.Value == like).ToArray();
        var (signer, store) = (Service<GenerationSigner>(), Service<ITenantStore>());
        for (var i = 0; i < count; i++)
        {
            var tenant = TenantOf(string.Create(CultureInfo.InvariantCulture, $"stored-{i:D5}"), issuer);
            var generations = new List<GenerationRecord>();
            foreach (var model in models) generations.Add(await signer.SignAsync(model with { Tenant = tenant.Id, KeyId = KeyId.FromBits(_keys++) }, CancellationToken.None));
            Assert.Equal(CreateTenantOutcome.Created, await store.CreateAsync(tenant, generations, CancellationToken.None));
        }
    }

    /// <summary>Gives a tenant a burst of its own, as another process would.</summary>
    public async Task ChangeAsync(string id, int burst)
    {
        var store = Service<ITenantStore>();
        var tenant = (await store.ListAsync(CancellationToken.None)).Single(tenant => tenant.Id.Value == id);
        Assert.Equal(UpdateTenantOutcome.Updated, (await store.UpdateAsync(tenant with { Quotas = new QuotaOverrides(Burst: burst) }, tenant.Revision, CancellationToken.None)).Outcome);
    }

    public async ValueTask DisposeAsync()
    {
        using (_host) await _host.StopAsync();
    }

    private T Service<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    private static Tenant TenantOf(string id, string issuer) => new()
    {
        Id = TenantId.Parse(id),
        DisplayName = $"The tenant {id}",
        State = TenantState.Active,
        Organizations = [new OrganizationBinding(issuer, $"org_{id}"), new OrganizationBinding(issuer, $"org_{id}_affiliate") { Label = "An affiliate" }],
        Hosts = [$"{id}.example.com"],
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
