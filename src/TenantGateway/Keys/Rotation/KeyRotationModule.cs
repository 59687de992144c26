using Microsoft.Extensions.DependencyInjection.Extensions;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Protection;
using TenantGateway.Keys.Sightings;

namespace TenantGateway.Keys.Rotation;

/// <summary>Rotations of keys, what promotes and schedules them, and the counts of tokens that tell whether a generation is still in use.</summary>
internal static class KeyRotationModule
{
    /// <summary>Counts the tokens that are opened, where traffic is and where the counts are shown.</summary>
    internal static IServiceCollection AddTokenSightings(this IServiceCollection services)
    {
        services.TryAddSingleton<TokenSightings>();
        services.TryAddSingleton<ITokenSightings>(provider => provider.GetRequiredService<TokenSightings>());
        services.AddHostedService<SightingsService>();
        return services;
    }

    /// <summary>Needs what <see cref="KeysModule"/> has where keys are made, and what is known of searches and of old tokens.</summary>
    internal static IServiceCollection AddKeyRotation(this IServiceCollection services)
    {
        services.TryAddSingleton<IOldTokenProofs, NothingProven>();
        services.TryAddSingleton<ISearchRoutes, UnknownSearches>();
        services.AddTokenSightings();
        services.AddSingleton<Rewrapper>();
        services.AddSingleton<KekVersions>();
        services.AddSingleton<RotationWriter>();
        services.AddSingleton<PromotionClock>();
        services.AddSingleton<RotationTrail>();
        services.AddSingleton<Promoter>();
        services.AddSingleton<KeyRotations>();
        services.AddSingleton<IKeyRotations>(provider => provider.GetRequiredService<KeyRotations>());
        services.AddSingleton<RotationSchedule>();
        services.AddSingleton<IOperationKind, CompromiseOperation>();
        services.AddHostedService<PromotionService>();
        services.AddHostedService<RotationScheduleService>();
        return services;
    }
}
