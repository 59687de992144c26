using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Authentication.Webhooks;

/// <summary>Callers without a token, on the routes whose policies declare them: senders that sign, and anybody.</summary>
internal static class WebhooksModule
{
    /// <summary>Every process knows which webhooks there are, so that each judges policies alike; those that serve traffic hold the secrets.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration, GatewayRole role)
    {
        services.AddOptions<WebhooksOptions>().Configure(options => configuration.GetSection(WebhookOptions.Section).Bind(options.Webhooks)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhooksOptions>, WebhooksOptionsValidator>();
        services.AddSingleton<IWebhookRegistry, WebhookRegistry>();
        if (!role.Has(Plane.Data)) return services;
        services.AddSingleton<WebhookSecrets>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookSecrets>());
        services.AddSingleton<Deliveries>();
        services.AddHealthChecks().AddCheck<WebhooksHealthCheck>("webhooks");
        return services;
    }

    /// <summary>On a route that asks for no token: looks at one that was sent all the same, as anywhere. Where senders sign, it is refused with the signature.</summary>
    public static IApplicationBuilder UsePresentedToken(this IApplicationBuilder app, Action<IApplicationBuilder> presented) => app.UseWhen(
        context => !BearerHeader.IsMissing(context.Request.Headers) && context.Features.Get<OpenRoute>() is { Signature: null },
        presented);

    /// <summary>Comes after the tenant is bound and its quota.</summary>
    public static IApplicationBuilder UseOpenCallers(this IApplicationBuilder app) => app.UseMiddleware<OpenCallerMiddleware>();
}
