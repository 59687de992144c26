using Microsoft.Extensions.DependencyInjection.Extensions;
using TenantGateway.Core.Coverage;

namespace TenantGateway.Coverage;

/// <summary>Counts of what policies cover in the traffic of each route, over all processes, for days.</summary>
internal static class CoverageModule
{
    /// <summary>Needs storage.</summary>
    public static IServiceCollection AddCoverage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CoverageOptions>().Bind(configuration.GetSection(CoverageOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<CoverageLedger>();
        services.AddSingleton<ICoverage>(provider => provider.GetRequiredService<CoverageLedger>());
        services.AddHostedService<CoverageService>();
        return services;
    }
}
