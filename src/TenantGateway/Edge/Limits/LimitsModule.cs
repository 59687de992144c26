using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace TenantGateway.Edge.Limits;

/// <summary>What callers may take of the process, and what it does when they take too much: all that the <see cref="ConnectionGate"/> and the <see cref="AdmissionMiddleware"/> need.</summary>
internal static class LimitsModule
{
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<LimitsOptions>, LimitsOptionsValidator>();
        services.AddSingleton<ExemptNetworks>();
        services.AddSingleton<AddressTable>();
        services.AddSingleton<EdgeLoad>();
        services.AddSingleton<MemoryLoad>(_ => new ProcessMemory().Load);
        services.AddSingleton<LimitsMetrics>();
        services.AddSingleton<OverloadMonitor>();
        services.AddHostedService(provider => provider.GetRequiredService<OverloadMonitor>());
        services.AddHealthChecks().AddCheck<OverloadHealthCheck>("overload");
        return services;
    }
}
