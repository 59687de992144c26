using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>
/// The only way to make an endpoint of the admin plane: it names the roles that may use it, and how recent their login must be. No role, no actor, or an actor of a tenant: refused.
/// </summary>
internal static class AdminGuard
{
    private static readonly Refusal RoleMissing = new(Reasons.RoleMissing);

    public static RequestDelegate For(AdminDescription description, Func<HttpContext, Actor, Task> endpoint) => For(description.Roles, description.Login, endpoint);

    public static RequestDelegate For(string[] roles, LoginAge login, Func<HttpContext, Actor, Task> endpoint) => context =>
    {
        if (context.Features.Get<Actor>() is not { } actor || actor.Tenant != TenantId.Operator || !Array.Exists(roles, actor.Roles.Contains))
        {
            context.Features.Set(RoleMissing);
            return Task.CompletedTask;
        }

        var demand = context.Features.Get<ILoginDemand>() ?? throw new InvalidOperationException("Nobody can judge the login.");
        if (demand.Demand(login) is not { } refusal) return endpoint(context, actor);
        context.Features.Set(refusal);
        return Task.CompletedTask;
    };

    /// <summary>An answer that tells any operator, and nobody else, that there is nothing here.</summary>
    public static RequestDelegate Nothing(Refusal refusal) => context =>
    {
        context.Features.Set(context.Features.Get<Actor>() is { } actor && actor.Tenant == TenantId.Operator ? refusal : RoleMissing);
        return Task.CompletedTask;
    };
}
