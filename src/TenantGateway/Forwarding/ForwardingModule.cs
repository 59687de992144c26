using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;
using TenantGateway.Core.State;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace TenantGateway.Forwarding;

/// <summary>YARP, what services are told of the caller, and what becomes of their failures.</summary>
internal static class ForwardingModule
{
    public static IServiceCollection AddForwarding(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ForwardingOptions>().Bind(configuration.GetSection(ForwardingOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ForwardingOptions>, ForwardingOptionsValidator>();
        services.AddSingleton<AssertionKeys>();
        services.AddHostedService(provider => provider.GetRequiredService<AssertionKeys>());
        services.AddSingleton<IStateReader>(provider => provider.GetRequiredService<AssertionKeys>());
        services.AddSingleton<IStartCondition>(provider => provider.GetRequiredService<AssertionKeys>());
        services.AddSingleton<AssertionIssuer>();
        services.AddSingleton<ForwarderErrors>();
        services.AddSingleton<ForwardingMetrics>();
        services.AddSingleton<ExchangeTime>();
        services.AddSingleton(provider => new ExchangeLimit(TimeSpan.FromSeconds(provider.GetRequiredService<IOptions<ForwardingOptions>>().Value.ExchangeSeconds)));
        services.AddSingleton<OpenStreams>();
        services.AddHostedService<StreamWarden>();
        services.AddSingleton<TenantPlaces>();
        services.AddSingleton<StreamPatience>();
        services.AddSingleton<IProxyConfigFilter, ClusterDefaults>();
        services.AddSingleton<IProxyConfigFilter, RouteLogin>();
        services.AddSingleton<IForwarderHttpClientFactory, ServiceClients>();
        services.AddReverseProxy()
            .LoadFromConfig(configuration.GetSection("ReverseProxy"))
            .AddTransforms<ServiceContextTransforms>();
        return services;
    }

    /// <summary>Answers the key set of assertions before anybody asks for a token.</summary>
    public static IApplicationBuilder UseAssertionKeys(this IApplicationBuilder app) =>
        app.MapWhen(
            context => HttpMethods.IsGet(context.Request.Method) && context.Request.Path.Equals(JwksEndpoint.Path, StringComparison.Ordinal),
            branch => branch.Run(JwksEndpoint.WriteAsync));

    /// <summary>Parts the few routes whose callers have no token from all others. Comes after routes are found.</summary>
    public static IApplicationBuilder UseOpenRoutes(this IApplicationBuilder app, Action<IApplicationBuilder> open, Action<IApplicationBuilder> others) => app
        .UseMiddleware<OpenRoutesMiddleware>()
        .UseWhen(context => context.Features.Get<OpenRoute>() is not null, open)
        .UseWhen(context => context.Features.Get<OpenRoute>() is null, others);

    /// <summary>The outermost step of the proxy pipeline: its time begins here.</summary>
    public static IReverseProxyApplicationBuilder UseExchangeTime(this IReverseProxyApplicationBuilder proxy)
    {
        var time = proxy.ApplicationServices.GetRequiredService<ExchangeTime>();
        proxy.Use((context, next) => time.InvokeAsync(context, next));
        return proxy;
    }

    /// <summary>The first step that may refuse: nothing of the body is read before.</summary>
    public static IReverseProxyApplicationBuilder UseRouteLogin(this IReverseProxyApplicationBuilder proxy)
    {
        proxy.Use((context, next) => RouteLogin.InvokeAsync(context, next));
        return proxy;
    }

    /// <summary>Comes before anything reads the request for a service, or chooses one.</summary>
    public static IReverseProxyApplicationBuilder UseTenantPlaces(this IReverseProxyApplicationBuilder proxy)
    {
        var places = proxy.ApplicationServices.GetRequiredService<TenantPlaces>();
        proxy.Use((context, next) => places.InvokeAsync(context, next));
        return proxy;
    }

    /// <summary>Comes after the step that knows what passes uninspected.</summary>
    public static IReverseProxyApplicationBuilder UseStreamPatience(this IReverseProxyApplicationBuilder proxy)
    {
        var patience = proxy.ApplicationServices.GetRequiredService<StreamPatience>();
        proxy.Use((context, next) => patience.InvokeAsync(context, next));
        return proxy;
    }

    /// <summary>Comes around all steps that may set a reason of their own.</summary>
    public static IReverseProxyApplicationBuilder UseForwarderErrors(this IReverseProxyApplicationBuilder proxy)
    {
        var errors = proxy.ApplicationServices.GetRequiredService<ForwarderErrors>();
        proxy.Use((context, next) => errors.InvokeAsync(context, next));
        return proxy;
    }
}
