using Microsoft.Extensions.Options;
using TenantGateway.Core.Quotas;

namespace TenantGateway.Quotas;

/// <summary>Keeps tenants from taking the gateway from each other. Keyed on the verified tenant alone.</summary>
internal static class QuotasModule
{
    public static IServiceCollection AddQuotas(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<QuotasOptions>().Bind(configuration.GetSection(QuotasOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<QuotasOptions>, QuotasOptionsValidator>();
        services.AddSingleton<ITenantLimits, ConfiguredLimits>();
        services.AddSingleton<QuotasMetrics>();
        services.AddSingleton<TenantQuotas>();
        return services;
    }

    /// <summary>Comes after the tenant is bound and the login judged.</summary>
    public static IApplicationBuilder UseTenantQuotas(this IApplicationBuilder app) => app.UseMiddleware<TenantQuotasMiddleware>();
}
