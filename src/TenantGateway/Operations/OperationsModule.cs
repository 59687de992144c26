using Microsoft.Extensions.DependencyInjection.Extensions;
using TenantGateway.Core.Operations;

namespace TenantGateway.Operations;

/// <summary>What destroys or discloses, on its way through four eyes. The kinds are registered by the features that carry them out.</summary>
internal static class OperationsModule
{
    /// <summary>Needs an <see cref="IOperationStore"/>, the key service, the key rings and the audit trail.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OperationsOptions>().Bind(configuration.GetSection(OperationsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ReasonSealer>();
        services.AddSingleton<OperationLedger>();
        services.AddSingleton<OperationTrail>();
        services.AddSingleton<OperationExpiry>();
        services.AddSingleton<OperationSignal>();
        services.AddSingleton<OperationDesk>();
        services.AddSingleton<IOperations>(provider => provider.GetRequiredService<OperationDesk>());
        services.AddSingleton<OperationRun>();
        services.AddHostedService<OperationRunner>();
        return services;
    }
}
