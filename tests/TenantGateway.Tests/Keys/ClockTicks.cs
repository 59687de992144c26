using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Keys;
using TenantGateway.Keys.Sightings;

namespace TenantGateway.Tests.Keys;

/// <summary>For clocks on which years pass in a step: whatever looks every few seconds would have to look a million times.</summary>
internal static class ClockTicks
{
    public static IServiceCollection WithoutTicks(this IServiceCollection services)
    {
        Type[] frequent = [typeof(KeyProbeService), typeof(RecordAlarmService), typeof(SightingsService)];
        foreach (var service in services.Where(service => frequent.Contains(service.ImplementationType)).ToList()) services.Remove(service);
        return services;
    }
}
