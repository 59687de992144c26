using Microsoft.Extensions.Options;

namespace TenantGateway.Edge;

/// <summary>Where the process meets the network.</summary>
internal static class EdgeModule
{
    public static IServiceCollection AddEdge(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ListenOptions>().Bind(configuration.GetSection(ListenOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ListenOptions>, ListenOptionsValidator>();
        return services;
    }

    public static IWebHostBuilder UseListeners(this IWebHostBuilder web) =>
        web.UseKestrel((_, kestrel) => Listeners.Configure(kestrel, kestrel.ApplicationServices.GetRequiredService<IOptions<ListenOptions>>().Value));

    public static IApplicationBuilder UseHygiene(this IApplicationBuilder app) => app.UseMiddleware<HygieneMiddleware>();
}
