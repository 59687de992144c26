using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Keys;
using TenantGateway.Core.State;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

/// <summary>Tenants and their hosts: whom a request belongs to. Ends in the <see cref="Tenant"/> feature.</summary>
internal static class TenancyModule
{
    /// <summary>Needs an <see cref="ITenantStore"/>, ready to be read when the hosted services start in the order they were added.</summary>
    public static IServiceCollection AddTenancy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HostsOptions>()
            .Configure(options => configuration.GetSection(HostsOptions.Section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<HostsOptions>, HostsOptionsValidator>();
        services.AddOptions<RegionOptions>().Configure(options => options.Region = configuration[RegionOptions.Setting]).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RegionOptions>, RegionOptionsValidator>();
        services.AddSingleton(provider => new SharedHosts(HostsOf(provider.GetRequiredService<IOptions<HostsOptions>>().Value)));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<TenantDirectory>();
        services.AddSingleton<ITenantDirectory>(provider => provider.GetRequiredService<TenantDirectory>());
        services.AddSingleton<TokenTenants>();
        services.AddSingleton<PlacementRules>();
        services.AddSingleton<IPlacementRules>(provider => provider.GetRequiredService<PlacementRules>());
        services.AddSingleton<PlacementReport>();
        services.AddSingleton<ITenantAmendments, TenantAmendments>();
        services.AddSingleton<IStateReader, TenantReader>();
        services.AddHostedService<TenantDirectoryLoader>();
        services.AddHealthChecks().AddCheck<TenantDirectoryHealthCheck>("tenants").AddCheck<PlacementHealthCheck>("places");
        return services;
    }

    public static IApplicationBuilder UseTenancyHosts(this IApplicationBuilder app) => app.UseMiddleware<HostMiddleware>();

    /// <summary>Comes after hosts and token authentication.</summary>
    public static IApplicationBuilder UseTenantBinding(this IApplicationBuilder app) => app.UseMiddleware<TenantBindingMiddleware>();

    /// <summary>In its place where callers have no token.</summary>
    public static IApplicationBuilder UseOpenTenants(this IApplicationBuilder app) => app.UseMiddleware<OpenTenantMiddleware>();

    private static IEnumerable<HostName> HostsOf(HostsOptions options)
    {
        foreach (var text in options.Shared)
        {
            if (HostName.TryParse(text, out var host)) yield return host;
        }
    }
}
