using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Protection;

/// <summary>
/// The step of the proxy pipeline that takes requests through their policy before YARP copies anything, and leaves the context of their
/// units for the response.
/// </summary>
internal sealed class RequestProtection(
    PolicyStore policies, UnitPipeline pipeline, RequestValues values, RequestBodies bodies, TrafficObserver observer, IOptions<ContentOptions> options, OpaqueRequests opaque, ILoginChallenge challenge, ProtectionMetrics metrics)
{
    // RFC 9110 sections 13.1 and 14.2.
    private static readonly string[] Conditions = ["If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Range"];

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var refusal = await ProtectAsync(context);
        if (refusal is not null)
        {
            context.Features.Set(refusal);
            return;
        }

        await next(context);
        // A stream that was cut off: what the forwarder makes of it says less.
        if (context.Features.Get<UnitContext>()?.Verdict.Refusal is { } late && context.Features.Get<Refusal>() is null) context.Features.Set(late);
    }

    private async ValueTask<Refusal?> ProtectAsync(HttpContext context)
    {
        var route = context.GetReverseProxyFeature().Route.Config;
        var active = policies.Active;
        if (route.Metadata?.GetValueOrDefault(RequiredPolicies.MetadataKey) is not { } name || !active.Routes.TryGetValue(name, out var plan))
            return new Refusal(Reasons.PolicyUnavailable);
        if (context.Features.Get<Actor>() is not { } actor) throw new UnreachableException("No actor: the request was not authorized.");
        if (!plan.Policy.Callers.Accepts(actor.Kind)) return new Refusal(Reasons.CallerNotAccepted);

        var units = new UnitContext
        {
            Plan = plan,
            PolicyVersion = active.Version,
            Actor = actor,
            Purpose = StatedPurpose.Take(context.Request, plan.Access, actor),
            Route = route.RouteId,
            RequestId = context.TraceIdentifier,
            TraceId = Activity.Current?.TraceId.ToHexString(),
            Caller = new UnitCaller(context.Connection.RemoteIpAddress, context.Request.Headers.UserAgent, context.Features.Get<VerifiedToken>()?.Subject),
        };
        context.Features.Set(units);
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        var treatment = hasBody ? BodyTreatment.Refused : BodyTreatment.None;
        try
        {
            var refusal = (plan.Observes ? observer.RefusalOf(actor) : null) ?? await values.ProtectAsync(context, units) ?? await ProtectQueryAsync(context, units, hasBody) ?? PassOpaque(context, plan, hasBody, ref treatment);
            if (refusal is not null || treatment == BodyTreatment.Opaque || !hasBody) return refusal;
            if (plan.Observes)
            {
                treatment = BodyTreatment.Observed;
                ObserveBody(context, units);
                return null;
            }

            refusal = await bodies.ProtectAsync(context, units);
            if (refusal is null) treatment = BodyTreatment.Inspected;
            return refusal;
        }
        finally
        {
            metrics.CountBody(units.Route, OpaqueDirection.Request, treatment);
        }
    }

    private void ObserveBody(HttpContext context, UnitContext units)
    {
        if (MediaTypes.FormatOf(context.Request.ContentType) is not (BodyFormat.Json or BodyFormat.Form)) context.Features.Get<IExchangeTime>()?.BecomeStream();
        if (context.Features.Get<OpaqueExchange>() is null) context.Features.Set(new OpaqueExchange(OpaqueKind.Body));
        RequestBodies.Unbound(context, Math.Max(options.Value.MaxOpaqueBytes, options.Value.MaxStreamBytes));
        var body = observer.WatchRequest(units, context.Request);
        context.Response.RegisterForDispose(body);
        context.Request.Body = body;
    }

    private Refusal? PassOpaque(HttpContext context, RoutePlan declared, bool hasBody, ref BodyTreatment treatment)
    {
        var (passes, refusal) = opaque.Take(context, declared, hasBody);
        if (refusal is not null) treatment = BodyTreatment.Refused;
        if (passes is not { } kind) return refusal;
        context.Features.Set(new OpaqueExchange(kind));
        if (kind == OpaqueKind.Events) return null;
        if (hasBody || kind == OpaqueKind.WebSocket) treatment = BodyTreatment.Opaque;
        context.Features.Get<IExchangeTime>()?.BecomeStream();
        return null;
    }

    private async ValueTask<Refusal?> ProtectQueryAsync(HttpContext context, UnitContext units, bool hasBody)
    {
        if (context.Request.QueryString.Value is not { Length: > 1 } query) return null;
        var text = Encoding.UTF8.GetBytes(query, 1, query.Length - 1);
        if (units.Plan.Observes)
        {
            observer.ObserveQuery(units, text);
            return null;
        }

        var outcome = await pipeline.RunAsync(units, units.Plan.Query, text, context.RequestAborted);
        using var rewritten = outcome.Rewritten;
        TellOfFreshLogin(context, outcome);
        if (rewritten is not null) context.Request.QueryString = new QueryString("?" + Encoding.ASCII.GetString(rewritten.Written));
        return outcome.FanOut is { } search ? FanOut(context, search, hasBody) : outcome.Refusal;
    }

    // What is asked twice must not change anything, must not be answered in part, and must not depend on what the caller has seen before.
    private static Refusal? FanOut(HttpContext context, FanOutSearch search, bool hasBody)
    {
        if (hasBody || !HttpMethods.IsGet(context.Request.Method) || WebSocketHandshake.IsOffered(context) || !search.Takes(context.Request.QueryString.Value?[1..] ?? ""))
            return new Refusal(Reasons.SearchNotRepeatable);
        foreach (var condition in Conditions) context.Request.Headers.Remove(condition);
        context.Features.Set(search);
        return null;
    }

    // Where requests are revealed: less than a fresh login would give goes to a service of others.
    private void TellOfFreshLogin(HttpContext context, UnitOutcome outcome)
    {
        if (outcome.FreshLogin is { } age) context.Response.Headers.WWWAuthenticate = challenge.Value(age);
    }
}
