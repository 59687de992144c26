using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Authentication.Browser;

/// <summary>Login of people at a browser on the admin plane. Ends, as tokens do, in the <see cref="VerifiedToken"/> feature, with <see cref="BrowserSession"/> beside it.</summary>
internal static class LoginModule
{
    /// <summary>Whether people can log in at a browser.</summary>
    public static bool HasBrowserLogin(this IConfiguration configuration) => configuration.GetSection(LoginOptions.Section).Exists();

    /// <summary>Needs token authentication, the operator's keys, the store of sessions, revocations and the audit trail.</summary>
    public static IServiceCollection AddBrowserLogin(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LoginOptions>()
            .Configure(options => configuration.GetSection(LoginOptions.Section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<LoginOptions>, LoginOptionsValidator>();
        services.AddSingleton<ClientCredential>();
        services.AddSingleton<LoginState>();
        services.AddSingleton<LoginScheme>();
        services.AddSingleton<IConfigureOptions<AuthenticationOptions>>(provider => provider.GetRequiredService<LoginScheme>());
        services.AddSingleton<IConfigureOptions<OpenIdConnectOptions>>(provider => provider.GetRequiredService<LoginScheme>());
        services.AddTransient<OpenIdConnectHandler>();
        services.AddSingleton<LoginVerifier>();
        services.AddSingleton<LoginFlow>();
        services.AddSingleton<LogoutFlow>();
        services.AddSingleton<BrowserSessions>();
        services.AddSingleton<LoginCompletion>();
        return services;
    }

    /// <summary>On the admin plane: people at a browser where they can log in, and access tokens of everybody else.</summary>
    public static IApplicationBuilder UseLogins(this IApplicationBuilder admin) =>
        admin.ApplicationServices.GetService<LoginScheme>() is null
            ? admin.UseTokenAuthentication()
            : admin.UseMiddleware<BrowserMiddleware>().UseWhen(context => context.Features.Get<VerifiedToken>() is null, bearer => bearer.UseTokenAuthentication());

    /// <summary>Maps where a login ends; comes after the operator is bound.</summary>
    public static IEndpointRouteBuilder MapLogin(this IEndpointRouteBuilder endpoints)
    {
        if (endpoints.ServiceProvider.GetService<LoginCompletion>() is { } completion) endpoints.MapGet(LoginPaths.Callback, completion.AnswerAsync);
        return endpoints;
    }
}
