using TenantGateway.Core.Doctor;

namespace TenantGateway.Doctor;

/// <summary>Examines what the gateway depends on, for whoever is called at night. What is looked at of each feature is the feature's.</summary>
internal static class DoctorModule
{
    public static IServiceCollection AddDoctor(this IServiceCollection services)
    {
        services.AddSingleton<IDoctor, DoctorRun>();
        return services.AddSingleton(DoctorCheckRegistration.Of<ClockCheck>("clock"));
    }
}
