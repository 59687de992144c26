using Microsoft.Extensions.DependencyInjection.Extensions;
using TenantGateway.Core.Protection;
using TenantGateway.Protection.Recognition;
using Yarp.ReverseProxy.Transforms.Builder;

namespace TenantGateway.Protection;

/// <summary>Policies, and the bodies and queries of all proxied traffic under them.</summary>
internal static class ProtectionModule
{
    /// <summary>The policies in force, also where there is no traffic: what rotates keys asks them which searches it would break.</summary>
    public static IServiceCollection AddPolicies(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PolicyOptions>().Bind(configuration.GetSection(PolicyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddRecognition(configuration);
        services.AddSingleton<RequiredPolicies>();
        services.AddSingleton<OpenRouteRules>();
        services.AddSingleton<IOpenRoutes, OpenRoutes>();
        services.AddSingleton<ProtectionMetrics>();
        services.AddSingleton<PolicyStore>();
        services.AddSingleton<ISearchRoutes, SearchRoutes>();
        services.AddSingleton<IRoutePolicies, RoutePolicies>();
        services.AddHostedService<PolicyWatcher>();
        services.AddHealthChecks().AddCheck<PolicyHealthCheck>("policies");
        return services;
    }

    /// <summary>Needs the policies, and comes after forwarding.</summary>
    public static IServiceCollection AddProtection(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ContentOptions>().Bind(configuration.GetSection(ContentOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IDistinctValues, DistinctValues>();
        services.AddSingleton<UnitPipeline>();
        services.AddSingleton<TrafficObserver>();
        services.AddSingleton<OpaqueRequests>();
        services.AddSingleton<RequestValues>();
        services.AddSingleton<RequestBodies>();
        services.AddSingleton<RequestProtection>();
        services.AddSingleton<FanOutAnswers>();
        services.AddSingleton<ResponseProtection>();
        services.AddSingleton<ITransformProvider, ProtectionTransforms>();
        return services;
    }

    /// <summary>A step of YARP's own pipeline, where the route is known and nothing has been copied yet.</summary>
    public static IReverseProxyApplicationBuilder UseProtection(this IReverseProxyApplicationBuilder proxy)
    {
        var protection = proxy.ApplicationServices.GetRequiredService<RequestProtection>();
        proxy.Use((context, next) => protection.InvokeAsync(context, next));
        return proxy;
    }
}
