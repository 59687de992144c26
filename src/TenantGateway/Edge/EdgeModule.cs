using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Certificates;
using TenantGateway.Edge.Drain;
using TenantGateway.Edge.Limits;
using TenantGateway.Edge.Proxies;
using TenantGateway.Edge.Tls;

namespace TenantGateway.Edge;

/// <summary>Where the process meets the network.</summary>
internal static class EdgeModule
{
    public static IServiceCollection AddEdge(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ListenOptions>().Bind(configuration.GetSection(ListenOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ListenOptions>, ListenOptionsValidator>();
        services.AddOptions<TlsOptions>().Bind(configuration.GetSection(TlsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<LimitsOptions>().Bind(configuration.GetSection(LimitsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<RoleNotice>();
        services.AddDrain(configuration);
        services.AddOptions<TrustedProxiesOptions>().Bind(configuration.GetSection(TrustedProxiesOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<TrustedProxiesOptions>, TrustedProxiesOptionsValidator>();
        services.AddSingleton<ConnectionGate>();
        services.AddSingleton<IValidateOptions<TlsOptions>, TlsOptionsValidator>();
        services.AddSingleton<IValidateOptions<TlsOptions>, ClientCertificateDoors>();
        services.AddSingleton<TlsMetrics>();
        services.AddSingleton<ServerTls>();
        services.AddSingleton<ICertificateUse>(provider => provider.GetRequiredService<ServerTls>());
        services.AddSingleton<IPostConfigureOptions<KestrelServerOptions>, Listeners>();
        services.AddLimits();
        return services;
    }

    /// <summary>Asks every caller to leave while the process does.</summary>
    public static IApplicationBuilder UseFarewell(this IApplicationBuilder app) => app.UseMiddleware<FarewellMiddleware>();

    /// <summary>Sets the connection's address to the caller's where a trusted proxy names it. Comes before whatever looks at the address.</summary>
    public static IApplicationBuilder UseCallerAddress(this IApplicationBuilder app) => CallerAddress.Use(app);

    public static IApplicationBuilder UseAdmission(this IApplicationBuilder app) => app.UseMiddleware<AdmissionMiddleware>();

    public static IApplicationBuilder UseHygiene(this IApplicationBuilder app) => app.UseMiddleware<HygieneMiddleware>();

    /// <summary>Comes after hygiene, and before whatever goes by the host.</summary>
    public static IApplicationBuilder UseServerName(this IApplicationBuilder app) => app.UseMiddleware<ServerNameMiddleware>();
}
