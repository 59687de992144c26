using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;

namespace TenantGateway;

/// <summary>Makes the process what its role says.</summary>
internal static class GatewayRoles
{
    /// <summary>Reads the role and gives it to all features; they say what they have of it.</summary>
    public static IServiceCollection AddRole(this IServiceCollection services, string[] args, IConfiguration configuration, out GatewayRole role)
    {
        var read = RoleOptions.Read(args, configuration);
        role = read.Role;
        services.AddOptions<RoleOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<RoleOptions>>(new RoleOptionsValidator(read));
        return services.AddSingleton(role);
    }

    /// <summary>Features that are there only where the condition holds: elsewhere nothing of them can be resolved.</summary>
    public static IServiceCollection AddWhere(this IServiceCollection services, bool condition, Func<IServiceCollection, IServiceCollection> features) =>
        condition ? features(services) : services;
}
