using System.Diagnostics;
using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Keys;

namespace TenantGateway.Auditing.Search;

/// <summary>
/// <c>/.well-known/tenant-gateway/audit</c> on the data plane, for the tenant's own reviewers: <c>GET records</c>, <c>counts</c>, <c>timeline</c>, <c>alarms</c>, <c>records/{tenant}/{sequence}</c>, <c>POST who-saw</c>.
/// They see the records of their tenant; every other is not there, whether it is or not. What they look at is on record in their tenant's own log.
/// </summary>
internal sealed class OwnAuditEndpoint(IAuditReview review, IAuditTrail audit)
{
    internal const string Root = "/.well-known/tenant-gateway/audit";

    private const string Person = "who-saw";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    internal async Task AnswerAsync(HttpContext context)
    {
        try
        {
            if (await HandleAsync(context) is { } refusal) context.Features.Set(refusal);
        }
        catch (KeyServiceException denied)
        {
            context.Features.Set(denied.Refusal);
        }
        catch (AuditUnavailableException)
        {
            context.Features.Set(new Refusal(Reasons.AuditUnavailable));
        }
    }

    private async Task<Refusal?> HandleAsync(HttpContext context)
    {
        if (context.Features.Get<Actor>() is not { Kind: ActorKind.Person } actor || !actor.Roles.Contains(AdminRoles.SecurityReviewer)) return new Refusal(Reasons.RoleMissing);
        var path = (context.Request.Path.Value ?? "")[Root.Length..].Trim('/');
        var method = path == Person ? "POST" : "GET";
        if (context.Request.Method != method) return new Refusal(Reasons.MethodNotAllowed) { Headers = [new("Allow", method)] };
        var (plan, refusal) = path == Person ? await ReadPersonAsync(context, actor) : Read(context, actor, path);
        if (plan is null) return refusal;
        await audit.CommitAsync(EntryOf(context, actor, plan), context.RequestAborted);
        if (plan.Answer is null || await plan.Answer(context.RequestAborted) is not { } document) return new Refusal(Reasons.UnknownRecord);
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(document, Json, context.RequestAborted);
        return null;
    }

    private (ReviewPlan? Plan, Refusal? Refusal) Read(HttpContext context, Actor actor, string path)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in context.Request.Query)
        {
            if (values is not [{ } value]) return (null, new Refusal(Reasons.MalformedRequest, name));
            parameters.Add(name, value);
        }

        if (path.Split('/') is not ["records", var tenant, var sequence])
        {
            return path switch
            {
                "records" => review.Read(ReviewVerb.Search, actor.Tenant, parameters),
                "counts" => review.Read(ReviewVerb.Count, actor.Tenant, parameters),
                "timeline" => review.Read(ReviewVerb.Timeline, actor.Tenant, parameters),
                "alarms" => review.Read(ReviewVerb.Alarms, actor.Tenant, parameters),
                _ => (null, new Refusal(Reasons.UnknownRoute)),
            };
        }

        // Another tenant's record is answered as one that does not exist.
        if (tenant != actor.Tenant.Value || parameters.Count > 0) return (null, new Refusal(Reasons.UnknownRecord));
        return review.Read(ReviewVerb.Show, actor.Tenant, new Dictionary<string, string> { ["sequence"] = sequence });
    }

    private async ValueTask<(ReviewPlan? Plan, Refusal? Refusal)> ReadPersonAsync(HttpContext context, Actor actor)
    {
        if (!context.Request.HasJsonContentType()) return (null, new Refusal(Reasons.UnsupportedMediaType));
        if (context.Request.Headers.ContentEncoding.Count > 0) return (null, new Refusal(Reasons.UnsupportedContentEncoding));
        return await review.ReadAsync(actor.Tenant, context.Request.Body, context.RequestAborted);
    }

    private static AuditEntry EntryOf(HttpContext context, Actor actor, ReviewPlan plan) => new()
    {
        Event = plan.Event,
        Tenant = actor.Tenant,
        Outcome = AuditOutcomes.Ok,
        Actor = actor.Id,
        Evidence = actor.Evidence,
        Organization = actor.Organization?.Reference,
        Route = Root,
        RequestId = context.TraceIdentifier,
        TraceId = Activity.Current?.TraceId.ToHexString(),
        Subject = plan.Subject,
        Details = new AuditDetails(null, context.Connection.RemoteIpAddress?.ToString()) { UserAgent = context.Request.Headers.UserAgent, ActorName = context.Features.Get<VerifiedToken>()?.Subject },
    };
}
