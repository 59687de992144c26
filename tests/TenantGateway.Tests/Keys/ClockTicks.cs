using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TenantGateway.Auditing;
using TenantGateway.Auditing.Checkpoints;
using TenantGateway.Keys;
using TenantGateway.Keys.Sightings;

namespace TenantGateway.Tests.Keys;

/// <summary>For clocks on which years pass in a step: whatever looks every few seconds would have to look a million times.</summary>
internal static class ClockTicks
{
    public static IServiceCollection WithoutTicks(this IServiceCollection services) => services.WithoutTicksButSightings().Without(typeof(SightingsService));

    public static IServiceCollection WithoutTicksButSightings(this IServiceCollection services) =>
        services.Without(typeof(KeyProbeService), typeof(RecordAlarmService), typeof(CheckpointService), typeof(IntentService));

    private static IServiceCollection Without(this IServiceCollection services, params Type[] frequent)
    {
        foreach (var service in services.Where(service => service.ServiceType == typeof(IHostedService) && frequent.Contains(TypeOf(service))).ToList()) services.Remove(service);
        return services;
    }

    private static Type? TypeOf(ServiceDescriptor service) => service.ImplementationType ?? service.ImplementationFactory?.Method.ReturnType;
}
