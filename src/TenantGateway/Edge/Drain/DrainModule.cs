namespace TenantGateway.Edge.Drain;

/// <summary>How the process leaves without failing a request.</summary>
internal static class DrainModule
{
    public static IServiceCollection AddDrain(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DrainOptions>().Bind(configuration.GetSection(DrainOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DrainState>();
        services.AddSingleton<IHostLifetime, SignalLifetime>();
        services.AddHostedService<ServerDrain>();
        services.AddHealthChecks().AddCheck<DrainHealthCheck>("drain");
        // Read without its validation, which comes with that of all other options.
        services.AddOptions<HostOptions>().Configure(host => host.ShutdownTimeout =
            TimeSpan.FromSeconds((configuration.GetSection(DrainOptions.Section).Get<DrainOptions>() ?? new DrainOptions()).DeadlineSeconds) + ServerDrain.TimeOfOthers);
        return services;
    }
}
