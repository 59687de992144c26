namespace TenantGateway.Admin.Pages;

/// <summary>A few pages for the operator's people, where they can log in at a browser.</summary>
internal static class PagesModule
{
    /// <summary>Needs what the admin plane needs, and logins at a browser.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddSingleton<RefusalPage>();
        services.AddSingleton<PagePolicy>();
        services.AddSingleton<PageEndpoints>();
        return services;
    }

    /// <summary>Comes before logins and tokens.</summary>
    public static IApplicationBuilder UsePages(this IApplicationBuilder admin) =>
        admin.ApplicationServices.GetService<PagePolicy>() is null ? admin : admin.UseMiddleware<PagesMiddleware>();

    public static IEndpointRouteBuilder MapPages(this IEndpointRouteBuilder endpoints)
    {
        if (endpoints.ServiceProvider.GetService<PageEndpoints>() is { } pages) pages.Map(endpoints);
        return endpoints;
    }
}
