using Microsoft.Extensions.DependencyInjection.Extensions;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Operations;
using TenantGateway.Keys.Sightings;

namespace TenantGateway.Keys.Rotation;

/// <summary>Rotations of keys, what promotes and schedules them, and the counts of tokens they look at.</summary>
internal static class KeyRotationModule
{
    /// <summary>Counts of the tokens that traffic meets, which tell whether a generation is still in use.</summary>
    internal static IServiceCollection AddTokenSightings(this IServiceCollection services)
    {
        services.AddSingleton<TokenSightings>();
        services.AddSingleton<ITokenSightings>(provider => provider.GetRequiredService<TokenSightings>());
        services.AddHostedService<SightingsService>();
        return services;
    }

    /// <summary>Needs what <see cref="KeysModule"/> has, and the counts of tokens, and what is known of searches and of old tokens.</summary>
    internal static IServiceCollection AddKeyRotation(this IServiceCollection services)
    {
        services.TryAddSingleton<IOldTokenProofs, NothingProven>();
        services.TryAddSingleton<Rewrapper>();
        services.AddSingleton<RotationMetrics>();
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
