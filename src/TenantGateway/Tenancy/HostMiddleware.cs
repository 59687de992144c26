using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

/// <summary>
/// Lets a request on only for a host that is served here (421, RFC 9110 section 15.5.20). The server has already made an HTTP/2
/// <c>:authority</c> the host.
/// </summary>
internal sealed class HostMiddleware(RequestDelegate next, ITenantDirectory tenants, SharedHosts shared)
{
    private static readonly Refusal Unknown = new(Reasons.UnknownHost);
    private static readonly HostFeature Shared = new((Tenant?)null);

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Headers.Host is not [var authority] || !HostName.TryParseAuthority(authority, out var host) || Resolve(host) is not { } feature)
        {
            context.Features.Set(Unknown);
            return Task.CompletedTask;
        }

        context.Features.Set(feature);
        return next(context);
    }

    // The tenant's claim first: where a host is both, the stricter reading holds.
    private HostFeature? Resolve(HostName host)
    {
        if (tenants.FindByHost(host.Value) is { } owner) return new HostFeature(owner);
        return shared.Contains(host) ? Shared : null;
    }
}
