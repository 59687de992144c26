using Microsoft.Extensions.DependencyInjection.Extensions;
using TenantGateway.Core.Certificates;
using TenantGateway.Core.Doctor;

namespace TenantGateway.Certificates;

/// <summary>Certificates and their keys in files: read, checked, and read again when they change.</summary>
internal static class CertificatesModule
{
    public static IServiceCollection AddCertificates(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CertificatesOptions>().Bind(configuration.GetSection(CertificatesOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<CertificateFiles>();
        services.AddSingleton<ICertificateFiles>(provider => provider.GetRequiredService<CertificateFiles>());
        services.AddSingleton<CertificateMetrics>();
        services.AddHostedService<CertificatePoller>();
        services.AddSingleton(DoctorCheckRegistration.Of<CertificatesCheck>("certificates"));
        services.AddHealthChecks().AddCheck<CertificateHealthCheck>("certificates");
        return services;
    }
}
