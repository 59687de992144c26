using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Quotas;

namespace TenantGateway.Quotas;

/// <summary>Keeps tenants from taking the gateway from each other. Keyed on the verified tenant alone; shared with other processes where there is an <see cref="IQuotaPool"/>.</summary>
internal static class QuotasModule
{
    public static IServiceCollection AddQuotas(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<QuotasOptions>().Bind(configuration.GetSection(QuotasOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<QuotasOptions>>(new QuotasOptionsValidator(configuration));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(LeaseTimes.Default);
        services.AddSingleton<ITenantLimits, ConfiguredLimits>();
        services.AddSingleton<QuotasMetrics>();
        services.AddSingleton(provider => new LeaseBook(provider.GetService<IQuotaPool>() is not null, provider.GetRequiredService<IOptions<QuotasOptions>>().Value.Replicas ?? 1));
        services.AddSingleton<TenantQuotas>();
        services.AddHostedService<LeaseRefill>();
        return services;
    }

    /// <summary>Comes after the tenant is bound and the login judged.</summary>
    public static IApplicationBuilder UseTenantQuotas(this IApplicationBuilder app) => app.UseMiddleware<TenantQuotasMiddleware>();
}
