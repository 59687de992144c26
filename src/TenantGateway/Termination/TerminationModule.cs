using Microsoft.Extensions.DependencyInjection.Extensions;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Termination;

namespace TenantGateway.Termination;

/// <summary>The life of tenants after their creation, and their end: suspension, termination, holds, destruction, certificate.</summary>
internal static class TerminationModule
{
    /// <summary>Needs the store of lives, the tombstones, the key service, the key table and rings, the tenant directory, operations and the audit trail.</summary>
    public static IServiceCollection AddTermination(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TerminationOptions>().Bind(configuration.GetSection(TerminationOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<TenantKeys>();
        services.AddSingleton<Canary>();
        services.AddSingleton<TerminationTrail>();
        services.AddSingleton<KekErasure>();
        services.AddSingleton<CertificateIssuer>();
        services.AddSingleton<Destruction>();
        services.AddSingleton<ITenantCare, TenantCare>();
        services.AddSingleton<IOperationKind, TerminateKind>();
        services.AddSingleton<IOperationKind, RecoverKind>();
        services.AddSingleton<IOperationKind, ReleaseKind>();
        services.AddHostedService<TerminationWarden>();
        return services;
    }
}
