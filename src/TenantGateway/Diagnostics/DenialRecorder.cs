using System.Diagnostics;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using Yarp.ReverseProxy.Model;

namespace TenantGateway.Diagnostics;

/// <summary>
/// Puts denials on record: one durable entry for a caller whose token or signature verified, a count by the minute for everybody else and for whoever has only come too
/// often (429): that denies nobody access, and as one entry each a flood would use up the trail that all tenants share.
/// </summary>
internal sealed class DenialRecorder(IAuditTrail audit, IKeyRings keys, ILogger<DenialRecorder> logger)
{
    /// <summary>Records the refusal if it is a denial: a failure behind or inside the gateway (5xx) denied nobody anything.</summary>
    /// <returns>False where the denial had to be recorded and could not be.</returns>
    public async ValueTask<bool> TryRecordAsync(HttpContext context, Refusal refusal)
    {
        var reason = refusal.Reason;
        if (reason.Status >= StatusCodes.Status500InternalServerError) return true;
        var isOften = reason.Status == StatusCodes.Status429TooManyRequests && (!reason.IsSecurityEvent || refusal.IsRepeated);
        var token = context.Features.Get<VerifiedToken>();
        var known = context.Features.Get<Actor>();
        if (isOften || (token is null && known is not { Kind: ActorKind.Webhook }))
        {
            audit.CountAnonymousRefusal(reason);
            return true;
        }

        var tenant = context.Features.Get<Tenant>()?.Id ?? TenantId.Operator;
        if (reason.IsSecurityEvent) Log.SecurityEvent(logger, reason.Code, context.TraceIdentifier, tenant.Value);
        try
        {
            var actor = known?.Id ?? (token is null ? null : await PseudonymOfAsync(tenant, token, context.Features.Get<OrganizationBinding>()));
            await audit.CommitAsync(Entry(context, refusal, tenant, actor, token), context.RequestAborted);
            return true;
        }
        catch (AuditUnavailableException)
        {
            Log.DenialNotRecorded(logger, reason.Code, context.TraceIdentifier);
            return false;
        }
    }

    private async ValueTask<ActorId?> PseudonymOfAsync(TenantId tenant, VerifiedToken token, OrganizationBinding? organization)
    {
        try
        {
            // Without the caller's cancellation: who hangs up does not escape the record.
            using var lease = await keys.LeaseAsync(tenant, default, CancellationToken.None);
            return lease.Ring.Audit.PseudonymOf(token.Issuer, token.Subject, organization is { SharesActors: false } ? token.OrganizationId : null);
        }
        catch (KeyServiceException)
        {
            // Without the key there is no pseudonym; the denial is still recorded.
            return null;
        }
    }

    // As it was named or mapped, without what the caller put into it.
    private static string? RouteOf(HttpContext context) => context.GetEndpoint() is not { } endpoint
        ? null
        : endpoint.Metadata.GetMetadata<RouteModel>()?.Config.RouteId ?? (endpoint as RouteEndpoint)?.RoutePattern.RawText;

    // One path may be read by some and changed by others.
    private static string? MethodOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is [var method] ? method : null;

    private static AuditEntry Entry(HttpContext context, Refusal refusal, TenantId tenant, ActorId? actor, VerifiedToken? token) => new()
    {
        Event = refusal.Reason.IsSecurityEvent ? AuditEvent.SecurityAlert : AuditEvent.AccessDenied,
        Tenant = tenant,
        Outcome = refusal.Reason.Code,
        Subject = refusal.Class?.Value ?? MethodOf(context),
        Route = RouteOf(context),
        Actor = actor,
        ActorType = (token?.Kind ?? context.Features.Get<Actor>()?.Kind)?.Word(),
        Service = token?.Service,
        Evidence = context.Features.Get<Actor>()?.Evidence,
        Organization = context.Features.Get<OrganizationBinding>()?.Reference,
        RequestId = context.TraceIdentifier,
        TraceId = Activity.Current?.TraceId.ToHexString(),
        Details = new AuditDetails(Reason: null, context.Connection.RemoteIpAddress?.ToString()) { UserAgent = context.Request.Headers.UserAgent, ActorName = context.Features.Get<VerifiedToken>()?.Subject },
    };
}
