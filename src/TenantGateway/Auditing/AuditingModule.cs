using Microsoft.Extensions.DependencyInjection.Extensions;
using TenantGateway.Core.Audit;

namespace TenantGateway.Auditing;

/// <summary>The audit trail: entries are sealed, given their place and made durable in groups before their callers go on.</summary>
internal static class AuditingModule
{
    internal static IServiceCollection AddAuditing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AuditOptions>().Bind(configuration.GetSection(AuditOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<AuditMetrics>();
        services.AddSingleton<AnonymousRefusalCounts>();
        services.AddSingleton<RepeatedDenials>();
        services.AddSingleton<DetailsSealer>();
        services.AddSingleton<AuditWriter>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<IAuditTrail>(provider => provider.GetRequiredService<AuditLog>());
        services.AddHostedService<AuditService>();
        services.AddHealthChecks().AddCheck<AuditHealthCheck>("audit");
        return services;
    }
}
