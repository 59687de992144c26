using TenantGateway.Core.Access;

namespace TenantGateway.Admin;

/// <summary>The operator's API under <c>/admin</c>: who may do what, and nothing beyond it.</summary>
internal static class AdminModule
{
    /// <summary>
    /// Needs the tenant directory and provisioning, the rotations of keys, the issuer registry, the shared hosts and the audit trail.
    /// </summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        // A process without services behind it has no routing otherwise.
        services.AddRouting();
        services.AddSingleton<TenantDefinitionReader>();
        services.AddSingleton<RecordedChange>();
        services.AddSingleton<TenantCreation>();
        services.AddSingleton<TenantListing>();
        services.AddSingleton<KeyListing>();
        services.AddSingleton<KeyChange>();
        services.AddSingleton<DatasetEndpoints>();
        services.AddSingleton<ConversionEndpoints>();
        return services;
    }

    /// <summary>Maps the endpoints; comes after the operator is bound.</summary>
    public static IEndpointRouteBuilder MapAdmin(this IEndpointRouteBuilder endpoints)
    {
        var creation = endpoints.ServiceProvider.GetRequiredService<TenantCreation>();
        var listing = endpoints.ServiceProvider.GetRequiredService<TenantListing>();
        var admin = endpoints.MapGroup("/admin");
        admin.MapGet("/tenants", AdminGuard.For([AdminRoles.TenantAdmin, AdminRoles.SecurityReviewer], listing.AnswerAsync));
        admin.MapPost("/tenants", AdminGuard.For([AdminRoles.TenantAdmin], creation.AnswerAsync));
        admin.Map("/tenants", AdminGuard.Nothing(new Refusal(Reasons.MethodNotAllowed) { Headers = [new("Allow", "GET, POST")] }));
        KeyEndpoints.Map(admin);
        endpoints.ServiceProvider.GetRequiredService<DatasetEndpoints>().Map(admin);
        endpoints.ServiceProvider.GetRequiredService<ConversionEndpoints>().Map(admin);
        admin.Map("/{**rest}", AdminGuard.Nothing(new Refusal(Reasons.UnknownRoute)));
        return endpoints;
    }
}
