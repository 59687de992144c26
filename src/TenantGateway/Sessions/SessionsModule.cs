using Microsoft.Extensions.DependencyInjection.Extensions;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Sessions;

/// <summary>What becomes of a login after it was made: it is used, it is revoked.</summary>
internal static class SessionsModule
{
    /// <summary>Needs the stores and the <see cref="IssuerRegistry"/>.</summary>
    public static IServiceCollection AddSessions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SessionsOptions>().Bind(configuration.GetSection(SessionsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RevocationIndex>();
        services.AddSingleton<IRevocationCheck>(provider => provider.GetRequiredService<RevocationIndex>());
        services.AddSingleton<IRevocations, RevocationDesk>();
        services.AddSingleton<RevocationPoller>();
        services.AddHostedService(provider => provider.GetRequiredService<RevocationPoller>());
        services.AddSingleton<SessionActivity>();
        services.AddSingleton<ISessionActivity>(provider => provider.GetRequiredService<SessionActivity>());
        services.AddHostedService<ActivityWriter>();
        services.AddHealthChecks().AddCheck<RevocationsHealthCheck>("revocations");
        return services;
    }
}
