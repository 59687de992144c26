using Microsoft.Extensions.DependencyInjection.Extensions;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Operations;
using TenantGateway.Keys.Rotation;

namespace TenantGateway.Keys.CustomerVaults;

/// <summary>Customers' own keys: declared by the tenant's admin where traffic is served, bound where keys are made.</summary>
internal static class CustomerVaultsModule
{
    /// <summary>Needs what <see cref="KeysModule"/> has, a store of declarations and the audit trail.</summary>
    internal static IServiceCollection AddCustomerVaults(this IServiceCollection services, GatewayRole role)
    {
        services.AddSingleton<VaultDeclarations>();
        services.AddSingleton<IVaultDeclarations>(provider => provider.GetRequiredService<VaultDeclarations>());
        services.AddSingleton<VaultView>();
        if (role.Has(Plane.Data)) services.AddSingleton<VaultEndpoint>();
        if (!role.MakesKeys) return services;
        services.TryAddSingleton<Rewrapper>();
        services.AddSingleton<CustomerKeyTrial>();
        services.AddSingleton<KekReplacement>();
        return services.AddSingleton<IOperationKind, VaultBinding>();
    }

    /// <summary>The tenant's own page on its vault. Comes after the tenant is bound.</summary>
    /// <param name="app">The data plane.</param>
    /// <param name="before">What comes before it: judges the login, more strictly than for traffic, and the tenant's quota.</param>
    internal static IApplicationBuilder UseCustomerVaults(this IApplicationBuilder app, Action<IApplicationBuilder> before) => app.MapWhen(
        context => context.Request.Path.Equals(VaultEndpoint.Path, StringComparison.Ordinal),
        own =>
        {
            before(own);
            own.Run(context => context.RequestServices.GetRequiredService<VaultEndpoint>().AnswerAsync(context));
        });
}
