using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TenantGateway.Diagnostics;

/// <summary>What goes wrong, told: problem details to the caller, the denial to the audit trail, the count to the metrics.</summary>
internal static class DiagnosticsModule
{
    public static IServiceCollection AddGatewayDiagnostics(this IServiceCollection services)
    {
        services.AddSingleton<RefusalMetrics>();
        services.AddSingleton<DenialRecorder>();
        services.AddHostedService<ServerRefusals>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHealthChecks().AddCheck<StartedCheck>(StartedCheck.Name);
        // After every feature has registered its own.
        services.AddOptions<HealthCheckServiceOptions>().PostConfigure<TimeProvider>((options, time) =>
        {
            foreach (var check in options.Registrations) check.Factory = new BoundedCheck(check.Factory, time).Create;
        });
        services.AddSingleton<HealthMetrics>();
        services.AddSingleton<HealthReports>();
        return services;
    }

    /// <summary>The outermost step that answers: gives the request its id and turns whatever was refused or failed into one kind of answer.</summary>
    public static IApplicationBuilder UseRefusals(this IApplicationBuilder app) => app.UseMiddleware<RefusalMiddleware>();

    /// <summary><c>/healthz/live</c>, <c>/healthz/ready</c> and <c>/healthz/startup</c>, without authentication: never on the data plane.</summary>
    public static IApplicationBuilder UseHealthEndpoints(this IApplicationBuilder app) => app.UseMiddleware<HealthMiddleware>();
}
