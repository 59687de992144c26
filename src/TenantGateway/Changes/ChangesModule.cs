using Microsoft.Extensions.DependencyInjection.Extensions;
using TenantGateway.Core.State;

namespace TenantGateway.Changes;

/// <summary>Changes that other processes make of the state they share, and what they have to make before this one can serve.</summary>
internal static class ChangesModule
{
    /// <summary>Needs an <see cref="IStateVersion"/> and an <see cref="IStateUse"/>; tells and hears where there are <see cref="INotices"/>. Comes after the features whose <see cref="IStateReader"/> load themselves at start.</summary>
    public static IServiceCollection AddChanges(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ChangesOptions>().Bind(configuration.GetSection(ChangesOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IStartGate, StartGate>();
        services.AddSingleton<StateRefresh>();
        services.AddSingleton<IStateRefresh>(provider => provider.GetRequiredService<StateRefresh>());
        services.AddHostedService<StatePoller>();
        services.AddHostedService<NoticedRefresh>();
        services.AddHostedService<ChangeAnnouncer>();
        services.AddHealthChecks().AddCheck<ChangesHealthCheck>("changes");
        return services;
    }

    /// <summary>Comes before whatever needs a key.</summary>
    public static IApplicationBuilder UseStartGate(this IApplicationBuilder app) => app.UseMiddleware<StartGateMiddleware>();
}
