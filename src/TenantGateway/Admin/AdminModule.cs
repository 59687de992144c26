using TenantGateway.Core.Access;

namespace TenantGateway.Admin;

/// <summary>The operator's API under <c>/admin</c>: who may do what, and nothing beyond it.</summary>
internal static class AdminModule
{
    /// <summary>
    /// Needs the tenant directory and provisioning, the rotations of keys, operations, the care of tenants, the issuer registry, the shared hosts, the key service and
    /// the audit trail.
    /// </summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        // A process without services behind it has no routing otherwise.
        services.AddRouting();
        services.AddSingleton<TenantDefinitionReader>();
        services.AddSingleton<OperationDraftReader>();
        services.AddSingleton<RecordedChange>();
        services.AddSingleton<RecordedReading>();
        services.AddSingleton<TenantCreation>();
        services.AddSingleton<TenantListing>();
        services.AddSingleton<TenantEndpoints>();
        services.AddSingleton<TenantDefinitionEndpoints>();
        services.AddSingleton<OperationEndpoints>();
        services.AddSingleton<OpenApiEndpoint>();
        services.AddSingleton<KeyListing>();
        services.AddSingleton<KeyChange>();
        services.AddSingleton<VaultPlanning>();
        services.AddSingleton<RevocationDraftReader>();
        services.AddSingleton<RevocationEndpoints>();
        services.AddSingleton<DatasetEndpoints>();
        services.AddSingleton<ConversionEndpoints>();
        services.AddSingleton<AccessEndpoint>();
        services.AddSingleton<CoverageEndpoint>();
        services.AddSingleton<AuditEndpoints>();
        services.AddSingleton<AuditSearchEndpoints>();
        services.AddSingleton<RetentionEndpoints>();
        return services;
    }

    /// <summary>Maps the endpoints; comes after the operator is bound.</summary>
    public static IEndpointRouteBuilder MapAdmin(this IEndpointRouteBuilder endpoints)
    {
        var routes = new AdminRoutes(endpoints);
        MapTenants(routes, endpoints.ServiceProvider);
        KeyEndpoints.Map(routes, endpoints.ServiceProvider);
        routes.Get("/tenants/{tenant}/vault", VaultPlanning.AnswerAsync, new AdminDescription("planVault", "The vault that the tenant's own admin has declared, and what byok.bind would do with it.")
        {
            Roles = [AdminRoles.KeyAdmin, AdminRoles.SecurityReviewer],
            Response = typeof(VaultPlan),
            Refusals = [Reasons.UnknownTenant, Reasons.VaultNotConfirmed, Reasons.CustomerKeyUnusable],
        });
        endpoints.ServiceProvider.GetRequiredService<DatasetEndpoints>().Map(routes);
        endpoints.ServiceProvider.GetRequiredService<ConversionEndpoints>().Map(routes);
        endpoints.ServiceProvider.GetRequiredService<RevocationEndpoints>().Map(routes);
        AccessEndpoint.Map(routes);
        CoverageEndpoint.Map(routes);
        DoctorEndpoint.Map(routes);
        endpoints.ServiceProvider.GetRequiredService<AuditEndpoints>().Map(routes);
        endpoints.ServiceProvider.GetRequiredService<AuditSearchEndpoints>().Map(routes);
        endpoints.ServiceProvider.GetRequiredService<RetentionEndpoints>().Map(routes);
        MapOperations(routes, endpoints.ServiceProvider.GetRequiredService<OperationEndpoints>());
        routes.Get("/openapi.json", endpoints.ServiceProvider.GetRequiredService<OpenApiEndpoint>().AnswerAsync, new AdminDescription("readOpenApi", "This document.")
        {
            Roles = [.. AdminRoles.All],
            Response = typeof(object),
        });
        routes.Close();
        return endpoints;
    }

    private static void MapTenants(AdminRoutes routes, IServiceProvider services)
    {
        var tenant = services.GetRequiredService<TenantEndpoints>();
        string[] readers = [AdminRoles.TenantAdmin, AdminRoles.KeyAdmin, AdminRoles.SecurityReviewer];
        routes.Get("/tenants", services.GetRequiredService<TenantListing>().AnswerAsync, new AdminDescription("listTenants", "Every tenant.") { Roles = readers, Response = typeof(TenantList) });
        routes.Post("/tenants", services.GetRequiredService<TenantCreation>().AnswerAsync, new AdminDescription("createTenant", "Creates a tenant with keys of its own, or says that it is there already.")
        {
            Roles = [AdminRoles.TenantAdmin],
            Changes = true,
            Request = typeof(TenantDefinitionItem),
            Response = typeof(TenantItem),
            Statuses = [StatusCodes.Status200OK, StatusCodes.Status201Created],
            Refusals = [Reasons.TenantConflict],
        });
        routes.Get("/tenants/{tenant}", tenant.ShowAsync, new AdminDescription("showTenant", "A tenant with its hold and its end.")
        {
            Roles = readers,
            Response = typeof(TenantLifeItem),
            Refusals = [Reasons.UnknownTenant],
        });
        MapDefinition(routes, services.GetRequiredService<TenantDefinitionEndpoints>(), readers);
        foreach (var (path, summary, endpoint) in (ReadOnlySpan<(string, string, Func<HttpContext, Actor, Task>)>)
        [
            ("suspend", "Refuses every request of the tenant's members until it is resumed.", tenant.SuspendAsync),
            ("resume", "Ends a suspension.", tenant.ResumeAsync),
            ("hold", "Keeps the tenant from being destroyed; the release of a hold is an operation.", tenant.HoldAsync),
        ])
        {
            routes.Post($"/tenants/{{tenant}}/{path}", endpoint, new AdminDescription($"{path}Tenant", summary)
            {
                Roles = [AdminRoles.TenantAdmin],
                Changes = true,
                Response = typeof(TenantLifeItem),
                Refusals = [Reasons.UnknownTenant, Reasons.TenantStateConflict],
            });
        }

        routes.Get("/tenants/{tenant}/certificate", tenant.CertificateAsync, new AdminDescription("readCertificate", "The signed erasure certificate of a destroyed tenant.")
        {
            Roles = readers,
            Response = typeof(CertificateEnvelope),
            Refusals = [Reasons.UnknownTenant, Reasons.TenantStateConflict],
        });
        routes.Get("/signing-key", tenant.SigningKeyAsync, new AdminDescription("readSigningKey", "The public key by which certificates are verified.")
        {
            Roles = readers,
            Response = typeof(SigningKeyItem),
        });
    }

    private static void MapDefinition(AdminRoutes routes, TenantDefinitionEndpoints definition, string[] readers)
    {
        routes.Get("/tenants/{tenant}/definition", definition.ShowAsync, new AdminDescription("readDefinition", "What defines the tenant. The ETag names its revision.")
        {
            Roles = readers,
            Response = typeof(TenantDefinitionItem),
            Refusals = [Reasons.UnknownTenant],
        });
        routes.Put("/tenants/{tenant}/definition", definition.ReplaceAsync, new AdminDescription("replaceDefinition", "Replaces the whole definition of the revision that If-Match names. In force in every process by its next look at the state.")
        {
            Roles = [AdminRoles.TenantAdmin],
            Changes = true,
            Request = typeof(TenantDefinitionItem),
            Response = typeof(TenantDefinitionItem),
            Headers = [("If-Match", "The ETag of the definition that was read.")],
            Refusals = [Reasons.UnknownTenant, Reasons.PreconditionRequired, Reasons.PreconditionFailed, Reasons.TenantConflict, Reasons.TenantStateConflict],
        });
    }

    private static void MapOperations(AdminRoutes routes, OperationEndpoints operations)
    {
        string[] anybody = [.. AdminRoles.All];
        // Each kind says which of them may.
        string[] deciders = anybody;
        routes.Get("/operations", operations.ListAsync, new AdminDescription("listOperations", "The newest 500 operations.")
        {
            Roles = anybody,
            Response = typeof(OperationList),
            Query = [("state", "Only those in this state."), ("tenant", "Only those of this tenant.")],
            Refusals = [Reasons.MalformedRequest],
        });
        routes.Post("/operations", operations.RequestAsync, new AdminDescription("requestOperation", "Requests something that another person must approve. The kind says which roles may.")
        {
            Roles = deciders,
            Changes = true,
            Request = typeof(OperationDraft),
            Response = typeof(OperationItem),
            Statuses = [StatusCodes.Status201Created],
            Refusals = [Reasons.UnknownTenant, Reasons.TenantStateConflict],
        });
        routes.Get("/operations/{operation}", operations.ShowAsync, new AdminDescription("showOperation", "An operation with its effects, its hash and its reason.")
        {
            Roles = anybody,
            Response = typeof(OperationItem),
            Refusals = [Reasons.UnknownOperation],
        });
        routes.Post("/operations/{operation}/approve", operations.ApproveAsync, new AdminDescription("approveOperation", "Approves exactly what the hash says; it runs at once. Takes a second factor, and never the requester.")
        {
            Roles = deciders,
            Changes = true,
            Request = typeof(OperationApproval),
            Response = typeof(OperationItem),
            Statuses = [StatusCodes.Status202Accepted],
            Refusals = [Reasons.UnknownOperation, Reasons.OperationClosed, Reasons.OperationStale, Reasons.SelfApproval],
        });
        routes.Post("/operations/{operation}/deny", operations.DenyAsync, new AdminDescription("denyOperation", "Ends an operation that was not approved yet.")
        {
            Roles = deciders,
            Changes = true,
            Response = typeof(OperationItem),
            Refusals = [Reasons.UnknownOperation, Reasons.OperationClosed],
        });
    }
}
