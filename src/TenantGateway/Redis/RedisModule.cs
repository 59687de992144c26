using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Doctor;
using TenantGateway.Core.Quotas;
using TenantGateway.Core.State;
using TenantGateway.Redis.Connections;
using TenantGateway.Redis.Notices;
using TenantGateway.Redis.Pools;

namespace TenantGateway.Redis;

/// <summary>
/// What the processes of a deployment tell each other by way of Redis. Nothing that has to be true lies there: without it everything goes on, later or less.
/// Where no Redis is configured nothing of it is there to be asked for.
/// </summary>
internal static class RedisModule
{
    public static IServiceCollection AddRedis(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(RedisOptions.Section);
        services.AddOptions<RedisOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>();
        services.AddSingleton<RedisMetrics>();
        services.AddSingleton(DoctorCheckRegistration.Of<RedisCheck>("redis"));
        if (!section.GetSection(nameof(RedisOptions.Endpoints)).GetChildren().Any()) return services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RedisConnection>();
        services.AddHostedService(provider => provider.GetRequiredService<RedisConnection>());
        services.AddSingleton<RedisNotices>();
        services.AddSingleton<INotices>(provider => provider.GetRequiredService<RedisNotices>());
        services.AddHostedService(provider => provider.GetRequiredService<RedisNotices>());
        services.TryAddSingleton(LeaseTimes.Default);
        services.AddSingleton<IQuotaPool, RedisQuotaPool>();
        services.AddHealthChecks().AddCheck<RedisHealthCheck>("redis");
        return services;
    }
}
