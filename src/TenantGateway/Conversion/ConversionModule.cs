using Microsoft.Extensions.DependencyInjection.Extensions;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Operations;

namespace TenantGateway.Conversion;

/// <summary>Looks through the stored rows of a tenant's services, and rewrites the tokens in them.</summary>
internal static class ConversionModule
{
    /// <summary>Needs the store, the key service, the key rings, the tenant directory and the policies.</summary>
    public static IServiceCollection AddConversion(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ConversionLedger>();
        services.AddSingleton<ConversionDesk>();
        services.AddSingleton<IConversions>(provider => provider.GetRequiredService<ConversionDesk>());
        services.AddSingleton<IOldTokenProofs, OldTokenProofs>();
        services.AddSingleton<IOperationKind, RetokenizeOperation>();
        services.AddSingleton<IOperationKind, ProtectRowsOperation>();
        return services;
    }
}
