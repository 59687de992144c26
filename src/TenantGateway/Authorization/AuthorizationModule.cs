using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;

namespace TenantGateway.Authorization;

/// <summary>Login evidence: whether who asks may act at all. Ends in the <see cref="Actor"/> feature.</summary>
internal static class AuthorizationModule
{
    /// <summary>Needs <see cref="IKeyRings"/> and the <see cref="IssuerRegistry"/>.</summary>
    public static IServiceCollection AddAuthorization(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<AuthorizationOptions>()
            .Configure(options => configuration.GetSection(AuthorizationOptions.Section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuthorizationOptions>, AuthorizationOptionsValidator>();
        services.AddSingleton<ActorPseudonyms>();
        services.AddSingleton<LoginAges>();
        services.AddSingleton<LoginDemands>();
        services.AddSingleton<ActorAdmission>();
        services.AddSingleton<ILoginChallenge, LoginChallenge>();
        services.AddSingleton<IActorExaminer, ActorExaminer>();
        return services;
    }

    /// <summary>Data plane; comes after the tenant is bound.</summary>
    public static IApplicationBuilder UseLoginEvidence(this IApplicationBuilder app) => app.UseMiddleware<LoginEvidenceMiddleware>(AgesOf(app).Of(LoginAge.Reading));

    /// <summary>The same with another age of the login than traffic may have, which the settings can only make shorter.</summary>
    public static IApplicationBuilder UseLoginEvidence(this IApplicationBuilder app, TimeSpan maxAge) => app.UseMiddleware<LoginEvidenceMiddleware>(AgesOf(app).AtMost(maxAge));

    /// <summary>Admin plane; comes after token authentication.</summary>
    public static IApplicationBuilder UseOperatorBinding(this IApplicationBuilder app) => app.UseMiddleware<OperatorBindingMiddleware>();

    private static LoginAges AgesOf(IApplicationBuilder app) => app.ApplicationServices.GetRequiredService<LoginAges>();
}
