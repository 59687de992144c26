namespace TenantGateway.Diagnostics;

/// <summary>What goes wrong, told: problem details to the caller, the denial to the audit trail, the count to the metrics.</summary>
internal static class DiagnosticsModule
{
    public static IServiceCollection AddGatewayDiagnostics(this IServiceCollection services)
    {
        services.AddSingleton<RefusalMetrics>();
        services.AddSingleton<DenialRecorder>();
        services.AddHostedService<TraceContextListener>();
        services.AddHealthChecks();
        return services;
    }

    /// <summary>The outermost step: gives the request its id and turns whatever was refused or failed into one kind of answer.</summary>
    public static IApplicationBuilder UseRefusals(this IApplicationBuilder app) => app.UseMiddleware<RefusalMiddleware>();

    /// <summary><c>/healthz/live</c>, <c>/healthz/ready</c> and <c>/healthz/startup</c>, without authentication: the admin plane only.</summary>
    public static IApplicationBuilder UseHealthEndpoints(this IApplicationBuilder app) => HealthEndpoints.Use(app);
}
